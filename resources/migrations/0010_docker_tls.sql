ALTER TABLE `hosts` ADD `tls_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `hosts` ADD `tls_ca` text;--> statement-breakpoint
ALTER TABLE `hosts` ADD `tls_cert` text;--> statement-breakpoint
ALTER TABLE `hosts` ADD `tls_key_ref` text;