/**
 * Writes `docs/adapter.openapi.yaml` from the source: the routes with what is said of them, the schemas that requests are
 * read with, and the types that answers have. `--check` writes nothing, and fails where the file is not what the source says.
 *
 *     npx tsx scripts/docs/openapi.ts [--check]
 */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {toJsonSchema} from '@valibot/to-json-schema';
import * as prettier from 'prettier';
import ts from 'typescript';
import type * as v from 'valibot';
import {stringify} from 'yaml';
import {httpErrors} from '../../src/server/http/http-error.js';
import type {RouteDefinition} from '../../src/server/http/route.js';
import {routes} from '../../src/server/http/routes/index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = 'docs/adapter.openapi.yaml';

type Schema = Record<string, unknown>;

/** Answers that have no type of their own. */
const inline: Record<string, Schema> = {
  Assets: {
    type: 'object',
    properties: {assets: {type: 'array', items: {$ref: '#/components/schemas/Asset'}}},
    required: ['assets'],
  },
  Received: {type: 'object', properties: {received: {const: true}}, required: ['received']},
};

const contract = ['api', 'asset', 'kyc', 'payment', 'problem', 'quote'].map(name => `src/contract/${name}.ts`);

/** Amounts are text: of euros, or of coins. */
const decimalFields = new Set(['amount', 'receives', 'minimum']);
const decimal = {type: 'string', pattern: '^\\d+(\\.\\d+)?$'};

/** The types of `src/contract` as schemas; each that another one names becomes one of its own. */
class Types {
  readonly schemas: Record<string, Schema> = {};
  readonly #checker: ts.TypeChecker;
  readonly #declared = new Map<string, ts.InterfaceDeclaration>();

  constructor() {
    const options = {strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, noEmit: true};
    const program = ts.createProgram(
      contract.map(path => join(root, path)),
      {...options, moduleResolution: ts.ModuleResolutionKind.Bundler},
    );
    this.#checker = program.getTypeChecker();
    for (const path of contract) {
      for (const statement of program.getSourceFile(join(root, path))?.statements ?? []) {
        if (ts.isInterfaceDeclaration(statement)) this.#declared.set(statement.name.text, statement);
      }
    }
  }

  /** A reference to the schema of `name`, which is made if it is not there yet. */
  named(name: string): Schema {
    const declaration = this.#declared.get(name);
    if (!inline[name] && !declaration) throw new Error(`src/contract has no interface ${name}`);
    if (!Object.hasOwn(this.schemas, name)) {
      this.schemas[name] = {};
      const schema = inline[name] ?? (declaration ? this.#object(declaration) : {});
      this.schemas[name] = schema;
      if (name === 'Assets') this.named('Asset');
    }
    return {$ref: `#/components/schemas/${name}`};
  }

  #object(declaration: ts.InterfaceDeclaration): Schema {
    const type = this.#checker.getTypeAtLocation(declaration);
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of type.getProperties()) {
      const about = ts.displayPartsToString(property.getDocumentationComment(this.#checker)).replace(/\s+/g, ' ');
      const of = this.#checker.getTypeOfSymbolAtLocation(property, declaration);
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      if (!optional) required.push(property.name);
      const schema = decimalFields.has(property.name) ? decimal : this.#of(this.#checker.getNonNullableType(of));
      properties[property.name] = about === '' ? schema : {...schema, description: about};
    }
    const symbol = this.#checker.getSymbolAtLocation(declaration.name);
    const about = ts.displayPartsToString(symbol?.getDocumentationComment(this.#checker)).replace(/\s+/g, ' ');
    return {type: 'object', ...(about === '' ? {} : {description: about}), properties, required};
  }

  #of(type: ts.Type): Schema {
    if (type.isUnion()) {
      const words = type.types.filter(member => member.isStringLiteral()).map(({value}) => value);
      if (words.length === type.types.length) return {type: 'string', enum: words};
    }
    if (type.isStringLiteral()) return {const: type.value};
    if (type.flags & ts.TypeFlags.String) return {type: 'string'};
    if (type.flags & ts.TypeFlags.Number) return {type: 'number'};
    if (type.flags & (ts.TypeFlags.Boolean | ts.TypeFlags.BooleanLike)) return {type: 'boolean'};
    const name = type.getSymbol()?.name ?? '';
    return this.named(name);
  }
}

/** The schema that a request is read with, as what may be sent. */
function requestSchema(schema: v.GenericSchema): Schema & {properties: Record<string, Schema>; required: string[]} {
  const json = toJsonSchema(schema, {
    typeMode: 'input',
    errorMode: 'ignore',
    overrideAction: ({valibotAction, jsonSchema}) =>
      'message' in valibotAction && valibotAction.message === 'amount_invalid'
        ? {...jsonSchema, pattern: '^(?=.*[1-9])\\d+(\\.\\d{1,2})?$'}
        : undefined,
  });
  // The dialect is that of the whole description.
  delete json.$schema;
  return {properties: {}, required: [], ...json} as Schema & {properties: Record<string, Schema>; required: string[]};
}

function operationOf(route: RouteDefinition, types: Types): Schema {
  const {path, summary, auth, body, query, idempotencyKey, headers = []} = route;
  const problem = {$ref: '#/components/responses/Problem'};
  const responses = Object.entries(route.responses).map(([status, type]): [string, Schema] => {
    if (type === 'redirect') {
      return [status, {description: 'The page.', headers: {location: {schema: {type: 'string', format: 'uri'}}}}];
    }
    const content =
      type === 'text' ? {'text/plain': {schema: {type: 'string'}}} : {'application/json': {schema: types.named(type)}};
    return [status, {description: type === 'text' ? 'For the person with the phone.' : type, content}];
  });
  const given = query === undefined ? undefined : requestSchema(query);
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, id]) => ({
      name: id,
      in: 'path',
      required: true,
      schema: {type: 'string'},
    })),
    ...Object.entries(given?.properties ?? {}).map(([parameter, schema]) => ({
      name: parameter,
      in: 'query',
      required: given?.required.includes(parameter),
      schema,
    })),
    ...(idempotencyKey
      ? [
          {
            name: 'idempotency-key',
            in: 'header',
            required: true,
            schema: {type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$'},
          },
        ]
      : []),
    ...headers.map(name => ({name, in: 'header', required: true, schema: {type: 'string'}})),
  ];
  const content = body === undefined ? undefined : {schema: requestSchema(body)};
  return {
    summary,
    ...(auth === 'session' ? {security: [{session: []}]} : {}),
    ...(parameters.length > 0 ? {parameters} : {}),
    ...(content ? {requestBody: {required: true, content: {'application/json': content}}} : {}),
    ...(path === '/webhooks' ? {requestBody: {required: true, content: {'application/json': {schema: {}}}}} : {}),
    responses: {...Object.fromEntries(responses), '4XX': problem, '5XX': problem},
  };
}

/** The adapter's routes as OpenAPI 3.1, below the path that it is mounted on. */
export function describeAdapter(): Schema {
  const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {version: string};
  const types = new Types();
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of routes) {
    const place = route.path.replace(/:(\w+)/g, '{$1}');
    paths[place] = {...paths[place], [route.method.toLowerCase()]: operationOf(route, types)};
  }
  const codes = Object.entries(httpErrors).map(([code, {status, message}]) => `- \`${code}\` (${status}): ${message}`);
  return {
    openapi: '3.1.0',
    info: {
      title: 'The adapter of cryptopocket-buy',
      version,
      description: [
        'What the widget asks of the merchant’s server, below the path where the adapter is mounted. Generated from the source by `npm run docs`.',
        'Every answer of status 400 or more is a `ProblemAnswer`, but for the text that a phone shows. Its codes:',
        codes.join('\n'),
      ].join('\n\n'),
    },
    servers: [{url: '/cryptopocket'}],
    paths,
    components: {
      securitySchemes: {
        session: {type: 'http', scheme: 'bearer', description: 'The `token` of `POST /sessions`, on its own origin.'},
      },
      responses: {
        Problem: {
          description: 'What went wrong; `code` is for programs.',
          content: {'application/json': {schema: types.named('ProblemAnswer')}},
        },
      },
      schemas: types.schemas,
    },
  };
}

async function run(check: boolean): Promise<void> {
  const path = join(root, file);
  const config = await prettier.resolveConfig(path);
  const text = await prettier.format(stringify(describeAdapter(), {aliasDuplicateObjects: false, lineWidth: 0}), {
    ...config,
    parser: 'yaml',
  });
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (before === text) console.log(`${file}: what the source says.`);
  else if (check) {
    console.error(`${file}: not what the source says. Run: npm run docs`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`${file}: renewed.`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv.includes('--check'));
