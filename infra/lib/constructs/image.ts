export { serverFlags } from "../../../scripts/setup/server-flags.mjs";

/** As whom containers run: nobody that the image knows, without a shell and with nothing they may write to. */
export const containerUser = "65532:65532";
/** In the image: who may sign the database's certificate (Dockerfile). */
export const databaseCertificates = "/app/certificates/rds.pem";

/** Runs one of the programs in the image. */
export const imageProgram = (name: string, flags: readonly string[] = []): string[] => [
  ...flags,
  `dist/programs/${name}.js`,
];
