CREATE TABLE `templates` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`document` text NOT NULL,
	`counts` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `templates_title` ON `templates` (lower("title"));--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `workspaces` (`id`, `name`, `created_at`) VALUES ('default', 'Default', 0);--> statement-breakpoint
CREATE UNIQUE INDEX `workspaces_name` ON `workspaces` (lower("name"));--> statement-breakpoint
ALTER TABLE `projects` ADD `workspace_id` text DEFAULT 'default' NOT NULL;--> statement-breakpoint
ALTER TABLE `projects` ADD `listeners` text;