import buildCheck from "@fastify/ajv-compiler";
import buildWriter from "@fastify/fast-json-stringify-compiler";

type Check = ((value: unknown) => unknown) & { errors?: unknown };

const checks = buildCheck();
const writers = buildWriter();

/**
 * The framework's own compilers of schemas, each schema when it is first needed: hundreds of them were half a second of
 * every start. The first request of a route waits some milliseconds for its own.
 */
export const compileLate: {
  buildValidator: typeof checks;
  buildSerializer: typeof writers;
} = {
  buildValidator(schemas, options) {
    const compile = checks(schemas, options) as unknown as (route: unknown) => Check;
    const compileOnce = (route: unknown): Check => {
      let check: Check | undefined;
      const late: Check = (value) => {
        check ??= compile(route);
        const answer = check(value);
        late.errors = check.errors;
        return answer;
      };
      return late;
    };
    return compileOnce as unknown as ReturnType<typeof checks>;
  },
  buildSerializer(schemas, options) {
    const compile = writers(schemas, options);
    return (route) => {
      let write: ReturnType<typeof compile> | undefined;
      return (value) => {
        write ??= compile(route);
        return write(value);
      };
    };
  },
};
