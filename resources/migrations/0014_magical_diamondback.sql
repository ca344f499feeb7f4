CREATE TABLE `export_targets` (
	`folder` text NOT NULL,
	`instance_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`folder`, `instance_id`)
);
--> statement-breakpoint
CREATE TABLE `project_removals` (
	`project_id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
