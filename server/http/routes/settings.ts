import { defineRoute } from '#server/http/route.ts'
import { createToken } from '#server/services/tokens/create-token.ts'
import { listTokens } from '#server/services/tokens/list-tokens.ts'
import { revokeToken } from '#server/services/tokens/revoke-token.ts'
import { createdToken, createTokenInput, tokenList } from '#server/services/tokens/schema.ts'
import { createUser } from '#server/services/users/create-user.ts'
import { listUsers } from '#server/services/users/list-users.ts'
import { createUserInput, updateUserInput, userList, userRow } from '#server/services/users/schema.ts'
import { updateUser } from '#server/services/users/update-user.ts'
import { textId, uuidId } from './params.ts'

export const listUsersRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/users',
  summary: 'Users of this Sightline',
  role: 'responder',
  response: userList,
  handler: ({ context }) => listUsers(context),
})

export const createUserRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/users',
  summary: 'Create a user',
  role: 'admin',
  body: createUserInput,
  response: userRow,
  status: 201,
  handler: ({ context, body }) => createUser(context, body),
})

export const updateUserRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/users/{id}',
  summary: "Change a user's role, or disable the user",
  role: 'admin',
  params: textId,
  body: updateUserInput,
  response: userRow,
  handler: ({ context, params, body }) => updateUser(context, { ...body, ...params }),
})

export const listTokensRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/tokens',
  summary: "The caller's API tokens; an administrator sees all",
  role: 'viewer',
  response: tokenList,
  handler: ({ context }) => listTokens(context),
})

export const createTokenRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/tokens',
  summary: 'Create an API token; it is shown this once',
  role: 'viewer',
  body: createTokenInput,
  response: createdToken,
  status: 201,
  handler: ({ context, body }) => createToken(context, body),
})

export const revokeTokenRoute = defineRoute({
  method: 'DELETE',
  path: '/api/v1/tokens/{id}',
  summary: 'Revoke an API token',
  role: 'viewer',
  params: uuidId,
  response: null,
  handler: ({ context, params }) => revokeToken(context, params),
})
