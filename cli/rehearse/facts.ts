import type { Releases } from '../../lake/releases.ts';
import type { Rehearsal } from './rehearsal.ts';

/** What a laptop cannot know, and takes for granted. Whoever assumes more adds it to the store. */
export async function assumeOfLaptops({ plan, place }: Rehearsal, releases: Releases): Promise<void> {
  const builds = plan.pipelines.flatMap(({ stages }) =>
    stages.flatMap(({ actions }) =>
      actions.flatMap((action) => (action.does === 'build' ? [action.project.build] : [])),
    ),
  );
  const runtimes = [...new Set(builds.flatMap(({ runtimes: of }) => Object.entries(of).map((pair) => pair.join(' '))))];
  const facts = [
    {
      fact: 'machine of the builds',
      assumed: `this one, with Node ${process.versions.node}`,
      why: `CodeBuild would bring ${runtimes.join(', ')}`,
    },
    {
      fact: 'rights',
      assumed: `the roles of ${place.stack} and of the environments allow what was done`,
      why: 'no account was asked; test/lib holds the policies',
    },
    {
      fact: 'source',
      assumed: 'the connection hands on the commit with its history',
      why: 'a clone of this repository stands in for it',
    },
    {
      fact: 'landing data',
      assumed: 'the same files in every environment',
      why: 'nobody knows what lies in the accounts',
    },
  ];
  for (const fact of facts) await releases.assume(fact);
}
