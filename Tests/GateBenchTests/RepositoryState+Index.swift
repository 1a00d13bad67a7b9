// SPDX-License-Identifier: Apache-2.0

import GateRules

extension RepositoryState {
  /// Flags, times and formats of the index.
  static let index: [RepositoryState] = [
    .passed("a clean repository", ":"),
    .passed("a clean repository, every file read", ":").at(.build),
    .refused("a changed file", "echo y >>train.py"),
    .refused(
      "assume-unchanged over a changed file", "git update-index --assume-unchanged data/a.csv; evil"
    ),
    .refused(
      "assume-unchanged over a file as committed", "git update-index --assume-unchanged data/a.csv"),
    .refused(
      "assume-unchanged over a deleted file",
      "git update-index --assume-unchanged data/a.csv; rm data/a.csv"),
    .passed(
      "assume-unchanged, taken back",
      "git update-index --assume-unchanged train.py; git update-index --no-assume-unchanged train.py"
    ),
    .refused(
      "skip-worktree over a changed file", "git update-index --skip-worktree data/a.csv; evil"),
    .refused(
      "skip-worktree over a file as committed", "git update-index --skip-worktree data/a.csv"),
    .refused(
      "skip-worktree over a file that is a link",
      "git update-index --skip-worktree data/a.csv; ln -sf b.csv data/a.csv"),
    .refused(
      "both flags over a changed file",
      "git update-index --assume-unchanged data/a.csv; git update-index --skip-worktree data/a.csv; evil"
    ),
    .refused(
      "both flags over a deleted file",
      "git update-index --assume-unchanged data/a.csv; git update-index --skip-worktree data/a.csv; rm data/a.csv"
    ),
    .refused(
      "skip-worktree over a deleted file, for a build",
      "git update-index --skip-worktree data/a.csv; rm data/a.csv"
    ).at(.build),
    .refused(
      "core.ignoreStat",
      "git config core.ignoreStat true; git add -A; git update-index --assume-unchanged train.py; echo y >>train.py"
    ),
    .refused(
      "restored time, trustctime=false", "git config core.trustctime false; settle data/a.csv; evil"
    ),
    .refused(
      "restored time, checkStat=minimal",
      "git config core.trustctime false; git config core.checkStat minimal; settle data/a.csv; evil"
    ),
    .passed("touched, checkStat=minimal", "git config core.checkStat minimal; touch data/a.csv"),
    .refused("restored time within the same second", "git status --short; evil"),
    .refused(
      "racily edited with the same size",
      "printf '1\n' >sub/r; git add -A; git commit -qm r; printf '2\n' >sub/r"),
    .refused(
      "a file swapped by rename, its time restored",
      "git config core.trustctime false; settle data/a.csv; touch -r data/a.csv ../stamp; printf 'a,b\n7,7\n' >../new; touch -r ../stamp ../new; mv ../new data/a.csv"
    ),
    .passed(
      "a file rewritten with the same bytes", "cat data/a.csv >../copy; mv ../copy data/a.csv"),
    .passed("a touched file", "touch -d 2001-01-01 train.py"),
    .passed("a time in the future", "touch -d 2040-01-01 train.py; git update-index --refresh -q"),
    .refused(
      "a lying fsmonitor hook",
      "printf '#!/bin/sh\nprintf \"token\\\\0\"\n' >../fs; chmod +x ../fs; git config core.fsmonitor $PWD/../fs; git config core.fsmonitorHookVersion 2; git update-index --fsmonitor; git status --short; settle data/a.csv; git status --short; evil; echo z >>train.py"
    ),
    .passed(
      "an fsmonitor hook over a clean tree",
      "printf '#!/bin/sh\nprintf \"token\\\\0/\\\\0\"\n' >../fs; chmod +x ../fs; git config core.fsmonitor $PWD/../fs; git update-index --fsmonitor; git status --short"
    ),
    .refused(
      "an fsmonitor-valid bit over a changed file",
      "git config core.fsmonitor true; git update-index --fsmonitor-valid train.py || :; git config core.fsmonitor false; echo y >>train.py"
    ),
    .passed(
      "an untracked cache over a clean tree",
      "git update-index --force-untracked-cache; git status --short"),
    .refused(
      "an untracked cache over a new file",
      "git update-index --force-untracked-cache; git status --short; echo 1 >sub/new"),
    .passed("a split index", "git update-index --split-index; git status --short"),
    .refused("a split index over a changed file", "git update-index --split-index; evil"),
    .passed(
      "a split index, made whole again",
      "git update-index --split-index; git update-index --no-split-index"),
    .passed("index version 4", "git update-index --index-version 4"),
    .refused("index version 4 over a changed file", "git update-index --index-version 4; evil"),
    .refused("index version 3 by intent to add", "echo 1 >new; git add -N new"),
    .passed(
      "an index without a checksum",
      "git -c index.skipHash=true add -A; git -c index.skipHash=true update-index --force-write-index"
    ),
    .refused(
      "an index without a checksum over a changed file",
      "git -c index.skipHash=true update-index --force-write-index; evil"),
    .undecided("an index cut short", "head -c 100 .git/index >../i; mv ../i .git/index"),
    .undecided(
      "an index with a flipped bit",
      "printf X | dd of=.git/index bs=1 seek=90 conv=notrunc 2>/dev/null"),
    .undecided(
      "an index of an unknown version",
      #"printf '\011' | dd of=.git/index bs=1 seek=7 conv=notrunc 2>/dev/null"#),
    .undecided("an index that is a folder", "rm .git/index; mkdir .git/index"),
    .undecided("an index that is a FIFO", "rm .git/index; mkfifo .git/index"),
    .refused("no index at all", "rm .git/index"),
    .refused("an empty file as index", "git rm -rq --cached ."),
    .refused("a staged change", "echo y >>train.py; git add train.py"),
    .refused(
      "a staged change that the file takes back",
      "echo y >>train.py; git add train.py; git show HEAD:train.py >train.py"),
    .refused("a file taken out of the index and kept", "git rm -q --cached train.py"),
    .refused("a staged mode", "git update-index --chmod=+x train.py"),
    .refused("a staged rename", "git mv train.py fit.py"),
    .refused(
      "a cached tree that lies",
      "tree=$(git rev-parse HEAD^{tree}); printf 'a,b\\n6,6\\n' >data/a.csv; git add -A; git write-tree >/dev/null"
    ),
    .undecided(
      "a merge conflict",
      "git checkout -qb o; echo o >train.py; save; git checkout -q main; echo m >train.py; save; git merge o || :"
    ),
    .refused(
      "conflict entries without a merge",
      "b=$(git rev-parse HEAD:train.py); git rm -q --cached train.py; printf '100644 %s 1\\ttrain.py\\n100644 %s 2\\ttrain.py\\n' $b $b | git update-index --index-info"
    ),
  ]

  /// Sparse checkouts.
  static let sparse: [RepositoryState] = [
    .passed("a sparse checkout", "git sparse-checkout set --cone --no-sparse-index sub"),
    .refused(
      "a sparse checkout, for a build", "git sparse-checkout set --cone --no-sparse-index sub"
    ).at(.build),
    .passed(
      "a sparse checkout by patterns of no cone",
      "git sparse-checkout set --no-cone '/*' '!data/' '!/sub/*'; test ! -e data; test ! -e sub"),
    .refused(
      "a sparse checkout that keeps a file, which is flagged and deleted",
      "git sparse-checkout set --cone --no-sparse-index sub; git update-index --skip-worktree train.py sub/x; rm train.py sub/x"
    ),
    .refused(
      "a sparse checkout without patterns, a flagged file deleted",
      "git config core.sparseCheckout true; git update-index --skip-worktree train.py; rm train.py"
    ),
    .refused(
      "a sparse checkout of empty patterns, a flagged file deleted",
      "git config core.sparseCheckout true; mkdir -p .git/info; echo '# none' >.git/info/sparse-checkout; git update-index --skip-worktree train.py; rm train.py"
    ),
    .refused(
      "a sparse checkout, a present file changed",
      "git sparse-checkout set --cone --no-sparse-index sub; echo y >>train.py"),
    .refused(
      "a sparse checkout, another file in an excluded place",
      "git sparse-checkout set --cone --no-sparse-index sub; mkdir data; echo 1 >data/a.csv"),
    .passed(
      "a sparse index",
      "mkdir -p big/a; echo 1 >big/a/b; save; git sparse-checkout set --cone --sparse-index sub; git status --short"
    ),
    .passed(
      "a sparse checkout, disabled again",
      "git sparse-checkout set --cone --no-sparse-index sub; git sparse-checkout disable"),
  ]
}
