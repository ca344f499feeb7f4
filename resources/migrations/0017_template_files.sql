CREATE TABLE `template_files` (
	`template_id` text NOT NULL,
	`name` text NOT NULL,
	`content` blob NOT NULL,
	PRIMARY KEY(`template_id`, `name`),
	FOREIGN KEY (`template_id`) REFERENCES `templates`(`id`) ON UPDATE no action ON DELETE cascade
);
