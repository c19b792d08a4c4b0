/** For tests: a schema with what schemas have: pages of both kinds, payloads, enumerations, an interface, scalars of its own. */
export const thingsSchema = `
scalar DateTime
enum State { OPEN CLOSED }
interface Named { name: String! }
type Person implements Named { id: ID! name: String! email: String! things(first: Int): [Thing!]! }
type Thing {
  id: ID!
  title: String!
  state: State!
  count: Int!
  owner: Person
  createdAt: DateTime!
  watcher: Named
}
type PageInfo { hasNextPage: Boolean! endCursor: String }
type ThingEdge { node: Thing! cursor: String! }
type ThingConnection { nodes: [Thing!]! edges: [ThingEdge!]! pageInfo: PageInfo! totalCount: Int! }
type UserError { message: String! }
type ThingPayload { ok: Boolean! thing: Thing userErrors: [UserError!]! }
type Done { ok: Boolean! }
input CreateThingInput { title: String! state: State ownerId: ID clientMutationId: String }
input UpdateThingInput { title: String state: State }
type Query {
  me: Person!
  thing(id: ID!): Thing
  things(first: Int, state: State): ThingConnection!
}
type Mutation {
  createThing(input: CreateThingInput!): ThingPayload!
  updateThing(id: ID!, input: UpdateThingInput!): ThingPayload!
  deleteThing(id: ID!): ThingPayload!
  touch(label: String!): Done!
}
`;
