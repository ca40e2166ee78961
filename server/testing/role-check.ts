import { describe, expect, it } from 'vitest'
import type { AnyCheck } from '#server/checks/define-check.ts'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { denied, known } from '#server/domain/field.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { Fail, Verdict, VerdictState } from '#server/domain/verdict.ts'
import { estateOf } from './estate-of.ts'
import { makeFunctionRecord } from './factories.ts'

type Setting = {
  /** Names of the functions that run as the role; one where left out. */
  functions?: string[]
  records?: ResourceRecord[]
  without?: ResourceKind[]
  parameters?: unknown
}

/** What a case says: the state, or `fail` with its severity. */
export type RoleCase = readonly [said: string, of: string, role: RoleRecord, setting?: Setting]

export const allow = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
export const deny = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
})

const UNREAD: Partial<RoleRecord> = { inlinePolicies: denied('iam:GetAccountAuthorizationDetails') }
/** A role whose inline policies could not be read. */
export const unreadRole = (changes: Partial<RoleRecord> = {}) => roleForTest([], { ...UNREAD, ...changes })
/** A role that AWS made for one of its services. */
export const serviceLinkedRole = (statement: unknown = []) =>
  roleForTest(statement, { path: '/aws-service-role/lambda.amazonaws.com/' })

export function estateOfRole(role: RoleRecord, setting: Setting = {}) {
  const { functions = ['orders'], records = [], without } = setting
  const own = functions.map((name) => makeFunctionRecord({ name, roleArn: known(role.arn) }))
  return estateOf([role, ...own, ...records], without ? { without } : {})
}

export function verdictOfRole(check: AnyCheck, role: RoleRecord, setting: Setting = {}): Verdict {
  return check.evaluate(role, estateOfRole(role, setting), setting.parameters)
}

/** The verdict of a case that must fail. */
export function failOf(check: AnyCheck, role: RoleRecord, setting: Setting = {}): Fail {
  const verdict = verdictOfRole(check, role, setting)
  if (verdict.state !== 'fail') throw new Error(`it is ${verdict.state}`)
  return verdict
}

const STATES: readonly VerdictState[] = ['pass', 'unknown', 'not applicable']

/** Runs a table of roles through a check; a remediation must come out of every fail. */
export function testRoleCheck(check: AnyCheck, cases: readonly RoleCase[]): void {
  describe(check.id, () => {
    it.each(cases.map(([said, of, role, setting = {}]) => ({ said, of, role, setting })))(
      'says $said of $of',
      ({ said, role, setting }) => {
        const around = estateOfRole(role, setting)
        const verdict = check.evaluate(role, around, setting.parameters)
        expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
        if (verdict.state !== 'fail') return expect(STATES).toContain(verdict.state)
        expect(verdict.summary).toMatch(/\.$/)
        expect(verdict.evidence.length).toBeGreaterThan(0)
        expect(check.remediate(role, verdict, around).text).toMatch(/\.$/)
      },
    )
  })
}
