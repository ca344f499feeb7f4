CREATE TABLE `code_consents` (
	`project_id` text NOT NULL,
	`path` text NOT NULL,
	`allowed_by` text NOT NULL,
	`allowed_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `path`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `project_files` (
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`content` blob NOT NULL,
	`sha256` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `name`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
