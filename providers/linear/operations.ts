/** The root fields that the simulated Linear answers: queries read the workspace, mutations change it and tell the ledger. */
import type { LedgerEntry } from '../../harness/ports/provider.ts';
import { uuidFrom } from '../digest.ts';
import { conflict, entityNotFound, invalidArgument, Refusal, referenceNotFound } from './errors.ts';
import {
  commentNode,
  commentNodes,
  issueNode,
  issueNodes,
  stateNode,
  teamNode,
  userNode,
  type World,
} from './nodes.ts';
import { type CommentArguments, connection, type IssueArguments, type PageArguments } from './pagination.ts';
import { findIssue, type IssueRecord, nextNumber, statesOf, type Workspace } from './state.ts';

/** What an operation may touch. */
export interface OperationContext extends World {
  readonly seed: number;
  record(entry: LedgerEntry): void;
  complain(complaint: string): void;
}

interface IssueInput {
  readonly title?: string | null;
  readonly description?: string | null;
  readonly priority?: number | null;
  readonly estimate?: number | null;
  readonly dueDate?: string | null;
  readonly assigneeId?: string | null;
  readonly parentId?: string | null;
  readonly stateId?: string | null;
  readonly labelIds?: readonly string[] | null;
  readonly sortOrder?: number | null;
}

interface IssueCreateInput extends IssueInput {
  readonly id?: string | null;
  readonly teamId: string;
  readonly createdAt?: string | null;
}

interface IssueUpdateInput extends IssueInput {
  readonly teamId?: string | null;
  readonly trashed?: boolean | null;
}

interface CommentCreateInput {
  readonly id?: string | null;
  readonly issueId?: string | null;
  readonly parentId?: string | null;
  readonly body?: string | null;
  readonly quotedText?: string | null;
  readonly createdAt?: string | null;
}

export function rootOf(context: OperationContext) {
  const { workspace } = context;
  const page = <Node extends { readonly id: string }>(nodes: readonly Node[], args: IssueArguments) =>
    connection(nodes, args, context.now());
  return {
    viewer: () => userNode(found(workspace.users, workspace.viewerId, 'User'), context),
    user: ({ id }: { readonly id: string }) =>
      userNode(found(workspace.users, id === 'me' ? workspace.viewerId : id, 'User'), context),
    users: (args: IssueArguments) =>
      page(
        [...workspace.users.values()].map((user) => userNode(user, context)),
        args,
      ),
    team: ({ id }: { readonly id: string }) => teamNode(teamBy(workspace, id), context),
    teams: (args: PageArguments) =>
      page(
        [...workspace.teams.values()].map((team) => teamNode(team, context)),
        args,
      ),
    workflowState: ({ id }: { readonly id: string }) =>
      stateNode(found(workspace.states, id, 'WorkflowState'), context),
    workflowStates: (args: PageArguments) =>
      page(
        [...workspace.states.values()].map((state) => stateNode(state, context)),
        args,
      ),
    issue: ({ id }: { readonly id: string }) => issueNode(issueBy(workspace, id), context),
    issues: (args: IssueArguments) => page(issueNodes(context), args),
    comment: ({ id }: { readonly id?: string | null }) =>
      commentNode(found(workspace.comments, id ?? '', 'Comment'), context),
    comments: (args: CommentArguments) => page(commentNodes(context), args),
    issueCreate: ({ input }: { readonly input: IssueCreateInput }) => issueCreate(input, context),
    issueUpdate: ({ id, input }: { readonly id: string; readonly input: IssueUpdateInput }) =>
      issueUpdate(id, input, context),
    commentCreate: ({ input }: { readonly input: CommentCreateInput }) => commentCreate(input, context),
  };
}

function found<T>(records: ReadonlyMap<string, T>, id: string, entity: string): T {
  const record = records.get(id);
  if (record === undefined) throw new Refusal(entityNotFound(entity));
  return record;
}

function issueBy(workspace: Workspace, id: string): IssueRecord {
  const issue = findIssue(workspace, id);
  if (issue === undefined) throw new Refusal(entityNotFound('Issue'));
  return issue;
}

/** By UUID or by key (`ENG`). */
function teamBy(workspace: Workspace, id: string) {
  const byKey = [...workspace.teams.values()].find(({ key }) => key === id.toUpperCase());
  return byKey ?? found(workspace.teams, id, 'Team');
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The id that a create gets: its caller's when it is a UUID that nothing has yet, else one of ours. */
function idForCreate(
  given: string | null | undefined,
  entity: 'Issue' | 'Comment',
  records: ReadonlyMap<string, unknown>,
  context: OperationContext,
): string {
  if (given === null || given === undefined) {
    return uuidFrom(`linear ${entity} ${context.seed} ${records.size}`);
  }
  if (!uuid.test(given)) {
    context.complain(`input.id of a new ${entity} is not a UUID.`);
    throw new Refusal(invalidArgument('id must be a UUID.'));
  }
  const id = given.toLowerCase();
  if (records.has(id)) throw new Refusal(conflict(entity, id));
  return id;
}

/** Every id that an issue's input names must exist, and its state must be one of its team's. */
function checkReferences(input: IssueInput, teamId: string, { workspace }: OperationContext): void {
  const { assigneeId, parentId, stateId } = input;
  if (assigneeId !== null && assigneeId !== undefined && !workspace.users.has(assigneeId)) {
    throw new Refusal(referenceNotFound('assigneeId'));
  }
  if (parentId !== null && parentId !== undefined && findIssue(workspace, parentId) === undefined) {
    throw new Refusal(referenceNotFound('parentId'));
  }
  if (stateId !== null && stateId !== undefined && workspace.states.get(stateId)?.teamId !== teamId) {
    throw new Refusal(referenceNotFound('stateId'));
  }
  const priority = input.priority ?? 0;
  if (priority < 0 || priority > 4) throw new Refusal(invalidArgument('priority must be between 0 and 4.'));
}

const isoNow = (context: OperationContext): string => new Date(context.now()).toISOString();

/** The dates that a state brings with it. */
function datesOf(stateId: string, at: string, { workspace }: OperationContext) {
  const type = workspace.states.get(stateId)?.type;
  return {
    startedAt: type === 'started' || type === 'completed' ? at : null,
    completedAt: type === 'completed' ? at : null,
    canceledAt: type === 'canceled' ? at : null,
  };
}

// Linear's own counter of changes; clients only see that it rises.
const lastSyncId = ({ workspace }: OperationContext): number => workspace.issues.size + workspace.comments.size;

function issueCreate(input: IssueCreateInput, context: OperationContext) {
  const { workspace } = context;
  if (!workspace.teams.has(input.teamId)) throw new Refusal(referenceNotFound('teamId'));
  checkReferences(input, input.teamId, context);
  const id = idForCreate(input.id, 'Issue', workspace.issues, context);
  const at = isoNow(context);
  const stateId = input.stateId ?? statesOf(workspace, input.teamId).find(({ type }) => type === 'backlog')?.id ?? '';
  const number = nextNumber(workspace, input.teamId);
  const parent = findIssue(workspace, input.parentId ?? '');
  const issue: IssueRecord = {
    id,
    number,
    teamId: input.teamId,
    stateId,
    creatorId: workspace.viewerId,
    title: input.title ?? '',
    description: input.description ?? null,
    priority: input.priority ?? 0,
    estimate: input.estimate ?? null,
    dueDate: input.dueDate ?? null,
    assigneeId: input.assigneeId ?? null,
    parentId: parent?.id ?? null,
    labelIds: input.labelIds ?? [],
    sortOrder: input.sortOrder ?? -number,
    trashed: null,
    createdAt: input.createdAt ?? at,
    updatedAt: at,
    ...datesOf(stateId, at, context),
  };
  workspace.issues.set(id, issue);
  context.record({ operation: 'issueCreate', entity: 'Issue', id });
  return { success: true, lastSyncId: lastSyncId(context), issue: issueNode(issue, context) };
}

function issueUpdate(id: string, input: IssueUpdateInput, context: OperationContext) {
  const { workspace } = context;
  const before = issueBy(workspace, id);
  const teamId = input.teamId ?? before.teamId;
  if (!workspace.teams.has(teamId)) throw new Refusal(referenceNotFound('teamId'));
  checkReferences(input, teamId, context);
  const moved = input.stateId !== null && input.stateId !== undefined && input.stateId !== before.stateId;
  const at = isoNow(context);
  const { parentId, ...rest } = definedOf(input);
  const changed: IssueRecord = {
    ...before,
    ...rest,
    ...(parentId === undefined ? {} : { parentId: findIssue(workspace, parentId ?? '')?.id ?? null }),
    ...(teamId === before.teamId ? {} : { number: nextNumber(workspace, teamId) }),
    ...(moved ? datesOf(input.stateId ?? '', at, context) : {}),
  };
  // Setting what is already so is no change: a repeated update has one effect.
  if (JSON.stringify(changed) !== JSON.stringify(before)) {
    workspace.issues.set(before.id, { ...changed, updatedAt: at });
    context.record({ operation: 'issueUpdate', entity: 'Issue', id: before.id });
  }
  return {
    success: true,
    lastSyncId: lastSyncId(context),
    issue: issueNode(workspace.issues.get(before.id) ?? changed, context),
  };
}

const nullable = new Set(['description', 'estimate', 'dueDate', 'assigneeId', 'parentId']);
const updatable = new Set([...nullable, 'title', 'priority', 'stateId', 'labelIds', 'sortOrder', 'teamId', 'trashed']);

/** The members of an update that say something: null clears only what may be empty. */
function definedOf(input: IssueUpdateInput): Partial<IssueRecord> {
  return Object.fromEntries(
    Object.entries(input).filter(
      ([name, value]) => updatable.has(name) && value !== undefined && (value !== null || nullable.has(name)),
    ),
  );
}

function commentCreate(input: CommentCreateInput, context: OperationContext) {
  const { workspace } = context;
  const parent = workspace.comments.get(input.parentId ?? '');
  const issue = findIssue(workspace, input.issueId ?? parent?.issueId ?? '');
  if (issue === undefined) throw new Refusal(referenceNotFound('issueId'));
  if (input.parentId !== null && input.parentId !== undefined && parent === undefined) {
    throw new Refusal(referenceNotFound('parentId'));
  }
  const id = idForCreate(input.id, 'Comment', workspace.comments, context);
  const comment = {
    id,
    issueId: issue.id,
    userId: workspace.viewerId,
    parentId: parent?.id ?? null,
    body: input.body ?? '',
    quotedText: input.quotedText ?? null,
    createdAt: input.createdAt ?? isoNow(context),
  };
  workspace.comments.set(id, comment);
  context.record({ operation: 'commentCreate', entity: 'Comment', id });
  return { success: true, lastSyncId: lastSyncId(context), comment: commentNode(comment, context) };
}
