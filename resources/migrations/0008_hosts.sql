CREATE TABLE `host_keys` (
	`address` text NOT NULL,
	`port` integer NOT NULL,
	`type` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint256` text NOT NULL,
	`pinned_at` integer NOT NULL,
	`pinned_by` text NOT NULL,
	PRIMARY KEY(`address`, `port`)
);
--> statement-breakpoint
CREATE TABLE `hosts` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`address` text NOT NULL,
	`port` integer NOT NULL,
	`username` text NOT NULL,
	`auth` text NOT NULL,
	`key_file` text,
	`jump_host_id` text,
	`group_name` text NOT NULL,
	`labels` text NOT NULL,
	`notes` text NOT NULL,
	`docker_socket` text NOT NULL,
	`has_password` integer NOT NULL,
	`has_passphrase` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `hosts_name_unique` ON `hosts` (`name`);