CREATE TABLE `__new_host_keys` (
	`address` text NOT NULL,
	`port` integer NOT NULL,
	`via` text DEFAULT '' NOT NULL,
	`type` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint256` text NOT NULL,
	`pinned_at` integer NOT NULL,
	`pinned_by` text NOT NULL,
	PRIMARY KEY(`address`, `port`, `via`)
);
--> statement-breakpoint
-- What was pinned for an address goes on to be pinned for it on every way on which a host there is reached.
INSERT INTO `__new_host_keys`
WITH RECURSIVE
`named` AS (
	SELECT `id`, `jump_host_id`, lower(`address`) AS `address`, `port`,
		CASE WHEN `port` = 22 THEN lower(`address`) ELSE '[' || lower(`address`) || ']:' || `port` END AS `name`
	FROM `hosts` WHERE `kind` = 'ssh'
),
`ways` AS (
	SELECT `address`, `port`, '' AS `via`, `jump_host_id` AS `next`, 0 AS `hops` FROM `named`
	UNION ALL
	SELECT `ways`.`address`, `ways`.`port`,
		`named`.`name` || CASE WHEN `via` = '' THEN '' ELSE ',' || `via` END, `named`.`jump_host_id`, `hops` + 1
	FROM `ways` JOIN `named` ON `named`.`id` = `ways`.`next` WHERE `hops` < 100
),
`whole` AS (SELECT DISTINCT `address`, `port`, `via` FROM `ways` WHERE `next` IS NULL)
SELECT `pins`.`address`, `pins`.`port`, coalesce(`via`, ''),
	`type`, `key`, `fingerprint256`, `pinned_at`, `pinned_by`
FROM `host_keys` AS `pins`
LEFT JOIN `whole` ON `whole`.`address` = `pins`.`address` AND `whole`.`port` = `pins`.`port`;--> statement-breakpoint
DROP TABLE `host_keys`;--> statement-breakpoint
ALTER TABLE `__new_host_keys` RENAME TO `host_keys`;
