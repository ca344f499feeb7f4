CREATE TABLE `container_secrets` (
	`name` text PRIMARY KEY NOT NULL,
	`updated_at` integer NOT NULL
);
