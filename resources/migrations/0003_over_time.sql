CREATE TABLE `rotations` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`old_run_id` text NOT NULL,
	`new_run_id` text NOT NULL,
	`started_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`outcome` text,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `rotations_project` ON `rotations` (`project_id`);--> statement-breakpoint
DROP INDEX `kits_run`;--> statement-breakpoint
CREATE INDEX `kits_run` ON `kits` (`run_id`,`participant`);--> statement-breakpoint
ALTER TABLE `runs` ADD `scope` text DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `participants` text DEFAULT '[]' NOT NULL;