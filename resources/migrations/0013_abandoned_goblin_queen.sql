CREATE TABLE `deployments` (
	`id` text PRIMARY KEY NOT NULL,
	`host_id` text NOT NULL,
	`host_name` text NOT NULL,
	`target` text NOT NULL,
	`place` text NOT NULL,
	`own_storage` integer NOT NULL,
	`project_id` text NOT NULL,
	`project_name` text NOT NULL,
	`participant` text NOT NULL,
	`type` text NOT NULL,
	`kit_id` text NOT NULL,
	`run_number` integer NOT NULL,
	`fingerprint256` text NOT NULL,
	`ports` text NOT NULL,
	`deployed_at` integer NOT NULL,
	`deployed_by` text NOT NULL,
	`state` text
);
--> statement-breakpoint
CREATE INDEX `deployments_host` ON `deployments` (`host_id`);