import type { Route } from '#server/http/route.ts'
import * as accounts from './accounts.ts'
import * as alerts from './alerts.ts'
import * as allowEntries from './allow-entries.ts'
import * as anomalies from './anomalies.ts'
import * as canaries from './canaries.ts'
import * as concurrency from './concurrency.ts'
import * as cost from './cost.ts'
import * as detections from './detections.ts'
import * as eventSources from './event-sources.ts'
import * as events from './events.ts'
import * as exceptions from './exceptions.ts'
import * as findings from './findings.ts'
import * as functions from './functions.ts'
import * as general from './general.ts'
import * as history from './history.ts'
import * as historyQueries from './history-queries.ts'
import * as hunts from './hunts.ts'
import * as incidentCharts from './incident-charts.ts'
import * as live from './live.ts'
import * as maintenanceWindows from './maintenance-windows.ts'
import * as map from './map.ts'
import * as posture from './posture.ts'
import * as roles from './roles.ts'
import * as rules from './rules.ts'
import * as settings from './settings.ts'
import * as triggers from './triggers.ts'
import * as watchCost from './watch-cost.ts'

/** Every route of /api/v1 but the document itself. */
export const ROUTES: readonly Route[] = [
  general,
  functions,
  concurrency,
  incidentCharts,
  roles,
  triggers,
  events,
  hunts,
  eventSources,
  historyQueries,
  alerts,
  anomalies,
  cost,
  detections,
  allowEntries,
  canaries,
  live,
  posture,
  findings,
  exceptions,
  rules,
  history,
  maintenanceWindows,
  map,
  accounts,
  settings,
  watchCost,
].flatMap((group) => Object.values(group))
