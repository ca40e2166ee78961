'use client'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Input } from '#components/ui/input.tsx'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { AccessLevel, RoleAccess, ServiceAccess, StatementRef } from '#server/domain/access/access.ts'
import { conditionWords, mayHold, saidAbove, sharedConditions } from './permission-words.ts'
import { StatementQuote } from './statement-quote.tsx'

const SHOWN_SERVICES = 30
const LOUD: AccessLevel[] = ['Permissions management', 'Write']

type Level = ServiceAccess['levels'][number]

const USE_WORDS: Record<ServiceAccess['use'], string> = {
  used: 'used',
  'not used': 'not seen in use',
  unknown: 'use not known',
}

type LevelProps = { level: Level; statements: StatementRef[]; common: string[] }

function LevelRow({ level, statements, common }: LevelProps) {
  const [open, setOpen] = useState(false)
  const from = level.statements.flatMap((index) => statements[index] ?? [])
  return (
    <>
      <tr className="align-top">
        <td className="border-t border-line px-3 py-1">
          <span className={LOUD.includes(level.level) ? 'font-medium' : ''}>{level.level}</span>
        </td>
        <td className="num border-t border-line px-3 py-1 text-right">
          {level.count ?? level.actions.length} of {level.of}
        </td>
        <td className="min-w-0 max-w-96 border-t border-line px-3 py-1">
          {level.everyResource ? (
            <span className="font-medium text-high">every resource</span>
          ) : (
            level.resources.slice(0, 4).map((resource) => (
              <span key={resource} className="block">
                <Text value={resource} mono className="whitespace-normal break-all" />
              </span>
            ))
          )}
          {!level.everyResource && level.resources.length > 4 && (
            <span className="text-muted">and {level.resources.length - 4} more</span>
          )}
          {level.conditions
            .filter((one) => !common.includes(one))
            .map((condition) => (
              <span key={condition} className="block text-muted">
                <Text
                  value={conditionWords(condition)}
                  mono
                  className="whitespace-normal [overflow-wrap:anywhere]"
                />
              </span>
            ))}
        </td>
        <td className="border-t border-line px-1 py-1 text-right">
          <Button size="sm" variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Less' : 'Actions'}
          </Button>
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={4} className="px-3 pb-2">
            <div className="mb-1 flex flex-wrap gap-x-3">
              {level.actions.map((action) => (
                <span key={action} className="num">
                  {action}
                </span>
              ))}
              {level.count !== undefined && (
                <span className="text-muted">
                  and {level.count - level.actions.length} more; the API lists all with actions=all
                </span>
              )}
            </div>
            {from.map((statement) => (
              <StatementQuote key={`${statement.policy} ${statement.index}`} statement={statement} />
            ))}
          </td>
        </tr>
      )}
    </>
  )
}

type ServiceProps = { service: ServiceAccess; statements: StatementRef[]; common: string[] }

function Service({ service, statements, common }: ServiceProps) {
  return (
    <section className="min-w-0 border-t border-line">
      <h3 className="flex flex-wrap items-center gap-x-2 bg-bg px-3 py-1 text-table">
        <Text value={service.service} mono className="font-medium" />
        <Text value={service.serviceName} className="font-normal text-muted" />
        {service.everyAction && <span className="font-medium text-high">every action</span>}
        <span
          className={
            service.use === 'unknown'
              ? 'hatched ml-auto rounded-sm px-1 font-normal'
              : service.use === 'used'
                ? 'ml-auto font-normal'
                : 'ml-auto font-medium text-medium'
          }
        >
          {USE_WORDS[service.use]}
          {service.lastUsedAt && (
            <>
              , last <Time at={service.lastUsedAt} />
            </>
          )}
        </span>
      </h3>
      <table className="w-full min-w-[36rem] border-collapse text-table">
        <thead className="sr-only">
          <tr>
            <th scope="col">Access level</th>
            <th scope="col">Actions</th>
            <th scope="col">Resources</th>
            <th scope="col">More</th>
          </tr>
        </thead>
        <tbody>
          {service.levels.map((level) => (
            <LevelRow key={level.level} level={level} statements={statements} common={common} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const SHOWN_NAMES = 12

function listed(names: string[]): string {
  const more = names.length - SHOWN_NAMES
  return more > 0 ? `${names.slice(0, SHOWN_NAMES).join(', ')} and ${more} more` : names.join(', ')
}

/** What a role may do, by service and access level, after Deny, boundary and service control policies. */
export function PermissionCard({ permissions }: { permissions: RoleAccess['permissions'] }) {
  const [find, setFind] = useState('')
  const [all, setAll] = useState(false)
  const word = find.trim().toLowerCase()
  const matching = permissions.services.filter((service) => mayHold(service, word))
  const shared = sharedConditions(permissions.services)
  const isFolded = permissions.admin && word === '' && !all
  const shown = all ? matching : matching.slice(0, isFolded ? 0 : SHOWN_SERVICES)
  return (
    <Card
      title="What it may do"
      note={permissions.services.length === 1 ? '1 service' : `${permissions.services.length} services`}
      actions={
        <Input
          aria-label="Find a service or action"
          placeholder="service or action"
          className="w-44"
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
      }
      flush
    >
      {permissions.admin && (
        <p className="m-0 border-t border-line px-3 py-2 font-medium text-critical">
          Administrator: its policies allow every action on every resource.
        </p>
      )}
      {shared.map(({ condition, exceptIn }) => (
        <p key={condition} className="m-0 border-t border-line px-3 py-2 text-table">
          Holds for {exceptIn.length === 0 ? 'all of it' : `all but ${listed(exceptIn)}`}:{' '}
          <Text
            value={conditionWords(condition)}
            mono
            className="whitespace-normal text-muted [overflow-wrap:anywhere]"
          />
        </p>
      ))}
      {permissions.unknownActions.length > 0 && (
        <p className="m-0 border-t border-line px-3 py-2 text-table">
          <span className="hatched rounded-sm px-1">Not in the table of AWS actions:</span>{' '}
          <Text value={permissions.unknownActions.join(', ')} mono className="whitespace-normal break-all" />
        </p>
      )}
      {matching.length === 0 && (
        <p className="m-0 border-t border-line px-3 py-2 text-table text-muted">
          {permissions.services.length === 0
            ? permissions.unseen.length > 0
              ? 'Nothing in what could be read.'
              : 'Nothing: no policy allows anything.'
            : 'No service or action is called so.'}
        </p>
      )}
      <ScrollArea label="Permissions by service">
        {shown.map((service) => (
          <Service
            key={service.service}
            service={service}
            statements={permissions.statements}
            common={saidAbove(shared, service.service)}
          />
        ))}
      </ScrollArea>
      {matching.length > shown.length && (
        <div className="border-t border-line p-1.5">
          <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
            Show all {matching.length} services
          </Button>
        </div>
      )}
    </Card>
  )
}
