import { createStatusBoardClient } from '@edgar-auto-shop/client';

/** The API of the page's own origin. */
export const client = createStatusBoardClient({ baseUrl: '' });
