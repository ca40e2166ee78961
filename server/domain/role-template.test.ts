import { expect, test } from 'vitest'
import { ROLE_TEMPLATE_FORMATS, roleName, roleTemplate } from './role-template.ts'

const template = {
  trustedAccountId: '111122223333',
  roleName: 'SightlineReadOnly',
  actions: ['iam:GetAccountAuthorizationDetails', 'lambda:ListFunctions'],
}

test.each(ROLE_TEMPLATE_FORMATS)('%s names each action once, the account, and no secret', (format) => {
  const text = roleTemplate(format, template)
  for (const action of template.actions) expect(text.split(action)).toHaveLength(2)
  expect(text).toContain('111122223333')
  expect(text).toContain('sts:ExternalId')
  expect(text).toContain('SightlineReadOnly')
  expect(text).not.toMatch(/undefined|null/)
})

test.each(ROLE_TEMPLATE_FORMATS)('%s leaves the account open where it is not known', (format) => {
  const text = roleTemplate(format, { ...template, trustedAccountId: null })
  expect(text).not.toContain('111122223333')
})

test.each(ROLE_TEMPLATE_FORMATS)('%s writes no account that is none', (format) => {
  expect(roleTemplate(format, { ...template, trustedAccountId: "1'\n" })).not.toContain("1'\n")
})

test.each(['a"b', "a'b", 'a b', '', 'a\nb', `${'a'.repeat(65)}`])('%j is no name for a role', (name) => {
  expect(roleName.safeParse(name).success).toBe(false)
})
