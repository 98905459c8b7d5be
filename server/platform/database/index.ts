/** The one way to PostgreSQL: embedded on a laptop (PGlite), a server by DATABASE_URL; the same SQL on both. */
export { askForBackup } from "./ask-for-backup.ts";
export { type Backup, backupFile, readBackup, troubleFile } from "./backup-file.ts";
export type { Database, Statement } from "./database.ts";
export { restoring } from "./embedded-folder.ts";
export { holderOf, lockFolder } from "./folder-lock.ts";
export { keepBackups } from "./keep-backups.ts";
export { makeLoginRole } from "./login-role.ts";
export { namedFile } from "./named-file.ts";
export { noteDeed } from "./note-deed.ts";
export { openDatabase } from "./open.ts";
export { pressOnce } from "./press-once.ts";
export { pressInTransaction } from "./press-transaction.ts";
export { compiled, queryBuilder } from "./query-builder.ts";
export { sessionOptions } from "./sessions.ts";
export { isLockTimeout, isPassingTrouble, isUnreachable } from "./trouble.ts";
export { writeWhole } from "./write-whole.ts";
