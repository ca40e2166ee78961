import { z } from 'zod'
import { defineRoute } from '#server/http/route.ts'
import { deleteRule, saveRule, switchRule } from '#server/services/rules/change-rules.ts'
import { listRules } from '#server/services/rules/list-rules.ts'
import { ownRule, ownRuleList, ownRuleRow, ownRuleTrial } from '#server/services/rules/schema.ts'
import { tryRule } from '#server/services/rules/try-rule.ts'
import { textId } from './params.ts'

export const listRulesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/rules',
  summary: "The organisation's own rules",
  role: 'viewer',
  response: ownRuleList,
  handler: ({ context }) => listRules(context),
})

export const tryRuleRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/rules/try',
  summary: 'What a rule says of everything that is stored now; nothing is kept',
  role: 'reviewer',
  body: z.object({ rule: ownRule }),
  response: ownRuleTrial,
  handler: ({ context, body }) => tryRule(context, body),
})

export const saveRuleRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/rules',
  summary: 'Write a rule; a new one is off until it is switched on',
  role: 'admin',
  body: z.object({ rule: ownRule }),
  response: ownRuleRow,
  handler: ({ context, body }) => saveRule(context, body),
})

export const switchRuleRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/rules/{id}',
  summary: 'Switch a rule on or off',
  role: 'admin',
  params: textId,
  body: z.object({ enabled: z.boolean() }),
  response: ownRuleRow,
  handler: ({ context, params, body }) => switchRule(context, { ...params, ...body }),
})

export const deleteRuleRoute = defineRoute({
  method: 'DELETE',
  path: '/api/v1/rules/{id}',
  summary: 'Delete a rule; its findings close',
  role: 'admin',
  params: textId,
  response: null,
  handler: ({ context, params }) => deleteRule(context, params),
})
