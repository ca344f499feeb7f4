CREATE TABLE `kit_history` (
	`kit_id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`run_id` text NOT NULL,
	`run_number` integer NOT NULL,
	`at` integer NOT NULL,
	`participant` text NOT NULL,
	`type` text NOT NULL,
	`fingerprint256` text NOT NULL,
	`not_before` integer NOT NULL,
	`not_after` integer NOT NULL,
	`serial_number` text NOT NULL,
	`public_key_256` text,
	`ca_256` text,
	`contents_256` text NOT NULL,
	`contents` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `kit_history_participant` ON `kit_history` (`project_id`,`participant`);--> statement-breakpoint
CREATE TABLE `handover_receipts` (
	`handover_id` text PRIMARY KEY NOT NULL,
	`confirmed_by` text NOT NULL,
	`channel` text NOT NULL,
	`words` text NOT NULL,
	`at` integer NOT NULL,
	`recorded_by` text NOT NULL,
	FOREIGN KEY (`handover_id`) REFERENCES `handovers`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `disabled_participants` (
	`project_id` text NOT NULL,
	`participant` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	PRIMARY KEY(`project_id`, `participant`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
