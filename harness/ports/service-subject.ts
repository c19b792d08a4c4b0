/**
 * A subject that is a service of its own: started as a command or found at an address, and reached over its HTTP API.
 * Everything here is data, so that a contract in YAML can say the same.
 */
import type { Json } from '../model/json.ts';

/** A text with places to be filled in, each a name in braces. What stands for what is told where the template is used. */
export type Template = string;

/**
 * How an operation is called. Templates take `{title}`, `{owner.email}` (a field of the input), `{@input}` (all of it),
 * `{@user}` and `{@correlationId}`. In `path` each value is percent-encoded.
 */
export interface HttpOperation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/tasks/{id}` */
  readonly path: Template;
  /**
   * JSON whose texts are templates; a text that is one place and nothing else takes the value as it is. The whole input when
   * absent, and nothing for GET and DELETE.
   */
  readonly body?: Json;
  /** Statuses that mean success. Every 2xx when absent. */
  readonly success?: readonly number[];
  /** JSON pointer (RFC 6901) to what the operation gives. The whole body when absent. */
  readonly value?: string;
  /** JSON pointer to the user-facing error (STD-17-01 Appendix B) in any other answer. `/error` when absent. */
  readonly error?: string;
}

/** A GET that answers with a list: what stands in the dead letter queue, what users were notified of. */
export interface HttpProbe {
  readonly path: string;
  /** JSON pointer to the list. The whole body when absent. */
  readonly at?: string;
}

interface ServiceSubject {
  /** Sent with every operation: templates as in `HttpOperation`, such as `{ 'X-User-Id': '{@user}' }`. */
  readonly headers?: { readonly [name: string]: Template };
  readonly probes?: {
    readonly deadLetters?: HttpProbe;
    readonly notifications?: HttpProbe;
    readonly alerts?: HttpProbe;
    readonly effects?: HttpProbe;
  };
  /**
   * On the real clock: after so many ms without a request, a log line or anything else the service counts as quiet. Taken
   * from the policy when absent: as long as its next attempt may be away. Say it where a queue is looked on less often than every 6 s.
   */
  readonly settleMs?: number;
}

/** When a service that was started counts as ready. */
export type Readiness =
  /** A GET of this path is answered with 2xx. */
  | { readonly path: string }
  /** A line of its log contains this. */
  | { readonly log: string }
  /** Its port accepts connections. */
  | { readonly port: true };

/**
 * Templates of `command` and `env` take `{port}` (where it has to listen), `{stateDir}` (a folder of its own, empty when a
 * case begins and kept when the process restarts) and `{url:linear}` (base URL of a provider).
 */
export interface CommandSubject extends ServiceSubject {
  readonly kind: 'command';
  /** Program and arguments; no shell reads them. */
  readonly command: readonly [Template, ...Template[]];
  /** Relative to the contract file. The contract file's own folder when absent. */
  readonly cwd?: string;
  /** Beside the secrets; no secrets here. */
  readonly env?: { readonly [variable: string]: Template };
  readonly ready: Readiness;
  /** Real ms that starting may take. 30,000 when absent. */
  readonly readyWithinMs?: number;
  /**
   * How many of it may run side by side on the real clock, each with a port and a state of its own. Two for each
   * processor when absent, and at most 8.
   */
  readonly lanes?: number;
  /**
   * What turns out to be Node runs on the virtual clock, also when npm or a shell starts it; anything else on the real one, after
   * a first start to find out. For a Node program that cannot be on the virtual clock (it does its work in several processes, or
   * talks to something that is not simulated), and to spare another language that first start.
   */
  readonly clock?: 'real';
}

/**
 * A service in a container, in the network of this machine, as the user who runs Gauntlet. Templates as in `CommandSubject`; the
 * folder of `{stateDir}` is mounted at its own path. Its calls are caught below its sockets when it is Node, else by the proxy
 * and the certificate authority in its environment.
 */
export interface ContainerSubject extends ServiceSubject {
  readonly kind: 'container';
  /** `registry.example/board:1.4`. Either this, or a Dockerfile. */
  readonly image?: string;
  /** Relative to the contract file. `Dockerfile` when absent. */
  readonly dockerfile?: string;
  /** What the Dockerfile may copy from, relative to the contract file. The Dockerfile's own folder when absent. */
  readonly context?: string;
  /** In place of the image's own. */
  readonly command?: readonly Template[];
  /** Beside the secrets; no secrets here. */
  readonly env?: { readonly [variable: string]: Template };
  readonly ready: Readiness;
  /** Real ms that starting may take, once the image is there. 30,000 when absent. */
  readonly readyWithinMs?: number;
  /** How many of it may run side by side, on either clock, each with a port and a state of its own. */
  readonly lanes?: number;
  /** As in `CommandSubject`. */
  readonly clock?: 'real';
}

/** A service that runs already. What it keeps over cases cannot be emptied, and nothing of it can be restarted. */
export interface UrlSubject extends ServiceSubject {
  readonly kind: 'url';
  /** On this machine, without a trailing slash: `http://127.0.0.1:8080`. */
  readonly url: string;
  /**
   * The loopback port at which each simulated provider stands, since a service that runs already has its addresses: it has
   * to call `http://127.0.0.1:<port>`. Its secrets are taken from the environment of the harness, under their own names.
   */
  readonly providerPorts: { readonly [provider: string]: number };
}

export type ServiceSubjectSpec = CommandSubject | ContainerSubject | UrlSubject;
