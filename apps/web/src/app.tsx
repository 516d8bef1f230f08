import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { queryClient } from './api/query-client.ts';
import { BoardPage } from './board/board-page.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { TechniciansProvider } from './technicians/technicians-context.tsx';
import { text } from './text/text.ts';
import { Announcer } from './ui/announcer.tsx';
import { Toaster } from './ui/toaster.tsx';

export function App() {
  return (
    // The server allows style sheets of its own and no style elements; what they would bring is in ours.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>
          <TechniciansProvider>
            <BoardPage />
          </TechniciansProvider>
        </ErrorBoundary>
      </QueryClientProvider>
      <Toaster label={text.outcome.messages} dismissLabel={text.outcome.dismiss} />
      <Announcer />
    </CSPProvider>
  );
}
