/** Checks what a contract says of a subject that is a service of its own. */
import { z } from 'zod';
import { probeNames } from '../model/integration-facts.ts';
import type { Integration } from '../ports/integration.ts';
import type { ServiceSubjectSpec } from '../ports/service-subject.ts';
import { isPointer } from './json-pointer.ts';
import { placesIn } from './template.ts';

const path = z.string().startsWith('/', 'must be a path, such as /tasks');
const pointer = z.string().refine(isPointer, 'must be a JSON pointer: empty, or beginning with "/"');
const statuses = z.array(z.number().int().min(100).max(599)).min(1, 'must list at least one status');
const texts = z.record(z.string(), z.string());
const ms = z.number().int('must be a whole number of milliseconds').positive('must be more than 0 ms');

export const httpOperationShape = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], {
    error: "must be 'GET', 'POST', 'PUT', 'PATCH' or 'DELETE'",
  }),
  path,
  body: z.json().optional(),
  success: statuses.optional(),
  value: pointer.optional(),
  error: pointer.optional(),
});

const probe = z.strictObject({ path, at: pointer.optional() });

const shared = {
  headers: texts.optional(),
  probes: z
    .strictObject({
      deadLetters: probe.optional(),
      notifications: probe.optional(),
      alerts: probe.optional(),
      effects: probe.optional(),
    })
    .optional(),
  settleMs: ms.optional(),
};

const ready = z.union(
  [z.strictObject({ path }), z.strictObject({ log: z.string().min(1) }), z.strictObject({ port: z.literal(true) })],
  { error: "must be { path: '/health' }, { log: 'listening' } or { port: true }" },
);

const clock = z.literal('real', { error: "must be 'real' or absent" }).optional();

const isOnThisMachine = (url: string): boolean =>
  URL.canParse(url) &&
  new URL(url).protocol === 'http:' &&
  /^(localhost|127(\.\d+){3})$/.test(new URL(url).hostname) &&
  !url.endsWith('/');

const lanes = z
  .number()
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(64, 'must be at most 64')
  .optional();

export const serviceSubjectShape = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('command'),
      command: z.tuple([z.string().min(1, 'must name a program')], z.string(), {
        error: "must be a list: the program and its arguments, such as ['python3', 'service.py']",
      }),
      cwd: z.string().optional(),
      env: texts.optional(),
      ready,
      readyWithinMs: ms.optional(),
      lanes,
      clock,
      ...shared,
    }),
    z.strictObject({
      kind: z.literal('container'),
      image: z.string().min(1, 'must name an image').optional(),
      dockerfile: z.string().min(1, 'must name a file').optional(),
      context: z.string().min(1, 'must name a folder').optional(),
      command: z.array(z.string()).min(1, 'must name a program').optional(),
      env: texts.optional(),
      ready,
      readyWithinMs: ms.optional(),
      lanes,
      clock,
      ...shared,
    }),
    z.strictObject({
      kind: z.literal('url'),
      url: z.string().refine(isOnThisMachine, 'must be an address on this machine, such as http://127.0.0.1:8080'),
      providerPorts: z.record(z.string(), z.number().int().min(1).max(65_535)),
      ...shared,
    }),
  ],
  { error: "must have kind: 'command', kind: 'container' or kind: 'url'" },
);

const unknownPlaces = (
  texts: { readonly [where: string]: string },
  isKnown: (place: string) => boolean,
  known: string,
): readonly string[] =>
  Object.entries(texts).flatMap(([where, text]) =>
    placesIn(text)
      .filter((place) => !isKnown(place))
      .map((place) => `${where}: {${place}} stands for nothing. There are ${known}.`),
  );

const startedProblems = (
  subject: Exclude<ServiceSubjectSpec, { readonly kind: 'url' }>,
  providers: readonly string[],
): readonly string[] => {
  const known = ['port', 'stateDir', ...providers.map((id) => `url:${id}`)];
  const named = {
    ...Object.fromEntries((subject.command ?? []).map((text, index) => [`subject.command.${index}`, text])),
    ...Object.fromEntries(Object.entries(subject.env ?? {}).map(([name, text]) => [`subject.env.${name}`, text])),
  };
  const isToldPort = Object.values(named).some((text) => placesIn(text).includes('port'));
  return [
    ...unknownPlaces(named, (place) => known.includes(place), known.map((place) => `{${place}}`).join(', ')),
    ...(isToldPort ? [] : ["subject.env: nothing tells the service where to listen. Add env: { PORT: '{port}' }."]),
  ];
};

const imageProblems = ({
  image,
  dockerfile,
  context,
}: Extract<ServiceSubjectSpec, { readonly kind: 'container' }>): readonly string[] =>
  image === undefined
    ? []
    : Object.entries({ dockerfile, context }).flatMap(([name, given]) =>
        given === undefined ? [] : [`subject.${name}: cannot stand beside subject.image. Keep one of them.`],
      );

const urlProblems = (
  { providerPorts }: Extract<ServiceSubjectSpec, { readonly kind: 'url' }>,
  providers: readonly string[],
): readonly string[] => [
  ...providers
    .filter((id) => providerPorts[id] === undefined)
    .map((id) => `subject.providerPorts: ${id} is missing. Give the port at which the service calls it.`),
  ...Object.keys(providerPorts)
    .filter((id) => !providers.includes(id))
    .map((id) => `subject.providerPorts: '${id}' is no provider of this contract.`),
];

/** What the parts say of each other, once each has its shape. */
export const subjectProblems = ({ subject, start, env, operations, providers }: Integration): readonly string[] => {
  const mapped = Object.entries(operations).filter(([, { http }]) => http !== undefined);
  if (subject === undefined)
    return [
      ...(start === undefined
        ? ["start: is missing: give a function (world) => ({ perform, ... }), or subject: { kind: 'command', ... }"]
        : []),
      ...mapped.map(([name]) => `operations.${name}.http: means something only with a subject. Remove it.`),
    ];
  const ids = providers.map(({ id }) => id);
  const headers = Object.fromEntries(
    Object.entries(subject.headers ?? {}).map(([name, text]) => [`subject.headers.${name}`, text]),
  );
  return [
    ...(start === undefined ? [] : ['start: cannot stand beside subject. Keep one of them.']),
    ...(env === undefined ? [] : ["env: is for start(). Give the service's own: subject.env: { NAME: value }."]),
    ...Object.entries(operations)
      .filter(([, { http }]) => http === undefined)
      .map(
        ([name]) => `operations.${name}.http: is missing: say how it is called, { method: 'POST', path: '/${name}' }`,
      ),
    ...unknownPlaces(
      headers,
      (place) => place === '@user' || place === '@correlationId' || place === '@input' || !place.startsWith('@'),
      '{@user}, {@correlationId}, {@input} and the fields of the input',
    ),
    ...(subject.kind === 'url' ? urlProblems(subject, ids) : startedProblems(subject, ids)),
    ...(subject.kind === 'container' ? imageProblems(subject) : []),
  ];
};

export const probesOf = ({ probes = {} }: ServiceSubjectSpec) =>
  probeNames.filter((name) => probes[name] !== undefined);
