DROP INDEX `distributed_authorities_name_unique`;--> statement-breakpoint
ALTER TABLE `distributed_authorities` ADD `replaced_by` text;--> statement-breakpoint
ALTER TABLE `distributed_authorities` ADD `replaced_at` integer;--> statement-breakpoint
ALTER TABLE `distributed_incoming` ADD `not_before` integer;--> statement-breakpoint
ALTER TABLE `distributed_requests` ADD `not_before` integer;--> statement-breakpoint
ALTER TABLE `distributed_requests` ADD `ca_not_before` integer;--> statement-breakpoint
ALTER TABLE `distributed_requests` ADD `ca_not_after` integer;