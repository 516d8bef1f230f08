/** Where `vite.config.ts` puts it. */
const WORKER = '/service-worker.js';

/**
 * Keeps the page in the browser, so that it opens without a network too; once it is loaded, which comes first. Browsers allow it
 * over https and on the machine itself only: elsewhere the page is what it was.
 */
export function keepPage(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = () => navigator.serviceWorker.register(WORKER, { updateViaCache: 'none' }).catch(() => {});
  if (document.readyState === 'complete') void register();
  else window.addEventListener('load', register, { once: true });
}
