CREATE TABLE `distributed_authorities` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text,
	`name` text NOT NULL,
	`org` text NOT NULL,
	`scheme` text NOT NULL,
	`server_host` text NOT NULL,
	`fed_learn_port` integer NOT NULL,
	`admin_port` integer,
	`connection_security` text NOT NULL,
	`fingerprint256` text NOT NULL,
	`not_before` integer NOT NULL,
	`not_after` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `distributed_authorities_name_unique` ON `distributed_authorities` (`name`);--> statement-breakpoint
CREATE TABLE `distributed_handouts` (
	`id` text PRIMARY KEY NOT NULL,
	`incoming_id` text NOT NULL,
	`recipient` text NOT NULL,
	`method` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	FOREIGN KEY (`incoming_id`) REFERENCES `distributed_incoming`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `distributed_handouts_incoming` ON `distributed_handouts` (`incoming_id`);--> statement-breakpoint
CREATE TABLE `distributed_incoming` (
	`id` text PRIMARY KEY NOT NULL,
	`authority_id` text NOT NULL,
	`name` text NOT NULL,
	`org` text NOT NULL,
	`type` text NOT NULL,
	`role` text,
	`host_names` text NOT NULL,
	`nvflare_id` text NOT NULL,
	`key_fingerprint` text NOT NULL,
	`request_zip` blob NOT NULL,
	`signed_zip` blob,
	`certificate_fingerprint` text,
	`not_after` integer,
	`state` text NOT NULL,
	`received_at` integer NOT NULL,
	`received_by` text NOT NULL,
	`decided_at` integer,
	`decided_by` text,
	`reason` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`authority_id`) REFERENCES `distributed_authorities`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `distributed_incoming_authority` ON `distributed_incoming` (`authority_id`);--> statement-breakpoint
CREATE TABLE `distributed_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`project` text NOT NULL,
	`name` text NOT NULL,
	`org` text NOT NULL,
	`type` text NOT NULL,
	`role` text,
	`host_names` text NOT NULL,
	`nvflare_id` text NOT NULL,
	`key_fingerprint` text NOT NULL,
	`request_zip` blob NOT NULL,
	`signed_zip` blob,
	`certificate_fingerprint` text,
	`not_after` integer,
	`state` text NOT NULL,
	`ca_fingerprint` text,
	`endpoint` text,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`signed_at` integer,
	`packaged_at` integer
);
