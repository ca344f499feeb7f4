CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`owner` integer NOT NULL,
	`permissions` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `audit_head` (
	`id` integer PRIMARY KEY NOT NULL,
	`rows` integer NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`door` text NOT NULL,
	`action` text NOT NULL,
	`subject` text,
	`result` text NOT NULL,
	`code` text,
	`request_id` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `handovers` (
	`id` text PRIMARY KEY NOT NULL,
	`kit_id` text NOT NULL,
	`project_name` text NOT NULL,
	`participant` text NOT NULL,
	`recipient` text NOT NULL,
	`method` text NOT NULL,
	`note` text NOT NULL,
	`fingerprint256` text NOT NULL,
	`at` integer NOT NULL,
	`recorded_by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `handovers_kit` ON `handovers` (`kit_id`);--> statement-breakpoint
CREATE TABLE `kits` (
	`id` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`participant` text NOT NULL,
	`type` text NOT NULL,
	`org` text NOT NULL,
	`role` text,
	`fingerprint256` text NOT NULL,
	`not_before` integer NOT NULL,
	`not_after` integer NOT NULL,
	`state` text NOT NULL,
	`file_count` integer NOT NULL,
	`size_bytes` integer NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `kits_run` ON `kits` (`run_id`);--> statement-breakpoint
CREATE TABLE `projects` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`document` text NOT NULL,
	`revision` integer NOT NULL,
	`archived` integer DEFAULT false NOT NULL,
	`counts` text NOT NULL,
	`errors` integer NOT NULL,
	`warnings` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `projects_name` ON `projects` (lower("name"));--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`task_id` text NOT NULL,
	`revision` integer NOT NULL,
	`document` text NOT NULL,
	`nvflare_version` text,
	`python` text,
	`error` text,
	`started_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runs_number` ON `runs` (`project_id`,`number`);--> statement-breakpoint
CREATE INDEX `runs_started` ON `runs` (`started_at`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`state` text NOT NULL,
	`subject_type` text,
	`subject_id` text,
	`lock` text,
	`input` text NOT NULL,
	`result` text,
	`error` text,
	`stage` text,
	`stage_index` integer,
	`stage_count` integer,
	`progress` real,
	`cancel_requested` integer DEFAULT false NOT NULL,
	`dismissed` integer DEFAULT false NOT NULL,
	`instance_id` text NOT NULL,
	`started_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`version` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_lock` ON `tasks` (`lock`) WHERE "tasks"."state" in ('queued', 'running');--> statement-breakpoint
CREATE INDEX `tasks_created` ON `tasks` (`created_at`);