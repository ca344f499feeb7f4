CREATE TABLE `registry_logins` (
	`registry` text PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`updated_at` integer NOT NULL
);
