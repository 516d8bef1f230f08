import type { HttpDeps } from './deps.ts';
import { addDocs } from './http/docs.ts';
import { createHttp, type HttpServer } from './http/server.ts';
import { sendStartingPage, waitForDatabase } from './http/starting-page.ts';
import { addFiles, sendWebApp } from './http/web.ts';
import { appointmentRoutes } from './modules/appointments/routes.ts';
import { boardRoutes } from './modules/board/routes.ts';
import { customerRoutes } from './modules/customers/routes.ts';
import { demoRoutes } from './modules/demo/routes.ts';
import type { Deps } from './modules/deps.ts';
import { healthRoutes, readinessRoutes } from './modules/health/routes.ts';
import { serviceRoutes } from './modules/services/routes.ts';
import { shopRoutes } from './modules/shop/routes.ts';
import { technicianRoutes } from './modules/technicians/routes.ts';
import { vehicleRoutes } from './modules/vehicles/routes.ts';

/** A module's routes. */
export type Module = (app: HttpServer, deps: Deps) => void | Promise<void>;

/** The one list of modules. */
const MODULES: readonly Module[] = [
  healthRoutes,
  readinessRoutes,
  shopRoutes,
  boardRoutes,
  appointmentRoutes,
  serviceRoutes,
  customerRoutes,
  vehicleRoutes,
  technicianRoutes,
  demoRoutes,
];

/**
 * The whole server, ready to be listened on or to be handed requests; opens no port.
 * @param modules what it consists of; others in tests of HTTP alone
 * @example const app = await buildApp(deps); await app.listen({ port: 3000 });
 */
export async function buildApp(deps: Deps, modules: readonly Module[] = MODULES): Promise<HttpServer> {
  const app = await createHttp({ ...deps, shopId: deps.shop.id, sendPage: sendWebApp });
  await addFiles(app);
  await addDocs(app);
  for (const addRoutes of modules) await addRoutes(app, deps);
  await app.ready();
  return app;
}

/** Answers while there is no database yet: alive, but 503 for everything else. */
export async function buildWaitingApp(deps: HttpDeps): Promise<HttpServer> {
  const app = await createHttp({ ...deps, sendPage: sendStartingPage, gate: waitForDatabase });
  healthRoutes(app, deps);
  await app.ready();
  return app;
}
