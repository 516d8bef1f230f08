import { QueryClient } from '@tanstack/react-query';

/** For everything but the board. The client repeats what is worth repeating, so queries don't. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 30_000 },
    mutations: { retry: false, networkMode: 'always' },
  },
});
