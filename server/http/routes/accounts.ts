import { defineRoute } from '#server/http/route.ts'
import { getAccountProbe, requestAccountProbe } from '#server/services/accounts/account-probe.ts'
import { addAccount } from '#server/services/accounts/add-account.ts'
import { getRoleTemplate } from '#server/services/accounts/get-role-template.ts'
import { listAccounts } from '#server/services/accounts/list-accounts.ts'
import {
  accountList,
  accountRow,
  addAccountInput,
  addOrganizationInput,
  organizationList,
  organizationRow,
  permissionProbe,
  roleTemplateAnswer,
  roleTemplateQuery,
  updateAccountInput,
} from '#server/services/accounts/schema.ts'
import { updateAccount } from '#server/services/accounts/update-account.ts'
import { getLabel } from '#server/services/labels/get-label.ts'
import { getTagKeys } from '#server/services/labels/get-tag-keys.ts'
import { resourceLabel, setLabelInput, tagKeys } from '#server/services/labels/schema.ts'
import { setLabel } from '#server/services/labels/set-label.ts'
import { setTagKeys } from '#server/services/labels/set-tag-keys.ts'
import { addOrganization } from '#server/services/organizations/add-organization.ts'
import { listOrganizations } from '#server/services/organizations/list-organizations.ts'
import { removeOrganization } from '#server/services/organizations/remove-organization.ts'
import { numberId, textId } from './params.ts'

export const listAccountsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/accounts',
  summary: 'The AWS accounts that are watched',
  role: 'viewer',
  response: accountList,
  handler: ({ context }) => listAccounts(context),
})

export const addAccountRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/accounts',
  summary: 'Watch another account through a role, or through a profile of the worker’s machine',
  role: 'admin',
  body: addAccountInput,
  response: accountRow,
  status: 201,
  handler: ({ context, body }) => addAccount(context, body),
})

export const updateAccountRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/accounts/{id}',
  summary: 'Rename an account, choose its regions, owner and environment, stop or start watching it',
  role: 'admin',
  params: textId,
  body: updateAccountInput,
  response: accountRow,
  handler: ({ context, params, body }) => updateAccount(context, { ...body, ...params }),
})

export const getRoleTemplateRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/role-template',
  summary:
    'The read-only role of a watched account as CloudFormation or Terraform, and what each permission is for',
  role: 'viewer',
  query: roleTemplateQuery,
  response: roleTemplateAnswer,
  handler: ({ context, query }) => getRoleTemplate(context, query),
})

export const getAccountProbeRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/accounts/{id}/probe',
  summary: "What came of the last test of an account's permissions",
  role: 'viewer',
  params: textId,
  response: permissionProbe,
  handler: ({ context, params }) => getAccountProbe(context, params),
})

export const requestAccountProbeRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/accounts/{id}/probe',
  summary: 'Try each permission in the account once',
  role: 'admin',
  params: textId,
  response: permissionProbe,
  handler: ({ context, params }) => requestAccountProbe(context, params),
})

export const listOrganizationsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/organizations',
  summary: 'The AWS Organizations whose accounts are watched',
  role: 'viewer',
  response: organizationList,
  handler: ({ context }) => listOrganizations(context),
})

export const addOrganizationRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/organizations',
  summary: 'Watch the accounts of an AWS Organization: all, by unit or by tag',
  role: 'admin',
  body: addOrganizationInput,
  response: organizationRow,
  status: 201,
  handler: ({ context, body }) => addOrganization(context, body),
})

export const removeOrganizationRoute = defineRoute({
  method: 'DELETE',
  path: '/api/v1/organizations/{id}',
  summary: 'Ask an AWS Organization no longer; its accounts are watched no more',
  role: 'admin',
  params: numberId,
  response: null,
  handler: ({ context, params }) => removeOrganization(context, params),
})

export const getLabelRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/resources/{id}/label',
  summary: 'Owner, environment and criticality that were set by hand',
  role: 'viewer',
  params: numberId,
  response: resourceLabel,
  handler: ({ context, params }) => getLabel(context, params),
})

export const setLabelRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/resources/{id}/label',
  summary: 'Set owner, environment or criticality by hand; null leaves the word to the tags again',
  role: 'responder',
  params: numberId,
  body: setLabelInput,
  response: resourceLabel,
  handler: ({ context, params, body }) => setLabel(context, { ...body, ...params }),
})

export const getTagKeysRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/tag-keys',
  summary: 'The tag keys that owner, environment and criticality are read from',
  role: 'viewer',
  response: tagKeys,
  handler: ({ context }) => getTagKeys(context),
})

export const setTagKeysRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/tag-keys',
  summary: 'Choose the tag keys that owner, environment and criticality are read from',
  role: 'admin',
  body: tagKeys,
  response: tagKeys,
  handler: ({ context, body }) => setTagKeys(context, body),
})
