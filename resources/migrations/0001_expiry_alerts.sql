CREATE TABLE `expiry_alerts` (
	`fingerprint256` text PRIMARY KEY NOT NULL,
	`threshold` integer NOT NULL,
	`at` integer NOT NULL
);
