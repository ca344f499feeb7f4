CREATE TABLE `port_reservations` (
	`host_id` text NOT NULL,
	`port` integer NOT NULL,
	`protocol` text NOT NULL,
	`owner` text NOT NULL,
	`purpose` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`host_id`, `port`, `protocol`),
	FOREIGN KEY (`host_id`) REFERENCES `hosts`(`id`) ON UPDATE no action ON DELETE cascade
);
