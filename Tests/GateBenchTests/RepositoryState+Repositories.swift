// SPDX-License-Identifier: Apache-2.0

import GateRules

extension RepositoryState {
  /// Repositories inside of others, and other views of history.
  static let repositories: [RepositoryState] = [
    .refused("a nested repository", "git init -q data/inner; echo 1 >data/inner/x"),
    .refused("an empty nested repository", "git init -q inner"),
    .refused("a nested repository with a commit", "git init -q inner; (cd inner; echo 1 >x; save)"),
    .refused("a repository around tracked files", "git init -q data"),
    .passed(
      "an ignored nested repository",
      "echo inner/ >>.git/info/exclude; git init -q inner; (cd inner; echo 1 >x; save)"),
    .refused(
      "an ignored nested repository, declared",
      "echo inner/ >>.git/info/exclude; git init -q inner; (cd inner; echo 1 >x; save)"
    ).reading("inner"),
    .passed("a clean submodule", submodule),
    .refused("a moved submodule", submodule + "(cd lib; echo 2 >x; save)"),
    .refused(
      "a moved submodule, ignore=all",
      submodule + "git config submodule.lib.ignore all; (cd lib; echo 2 >x; save)"),
    .refused("a dirty submodule", submodule + "echo 2 >lib/x"),
    .refused(
      "a dirty submodule, ignore=all",
      submodule + "git config submodule.lib.ignore all; echo 2 >lib/x"),
    .refused(
      "a dirty submodule, ignore=dirty in .gitmodules",
      submodule + "git config -f .gitmodules submodule.lib.ignore dirty; save; echo 2 >lib/x"),
    .refused("a staged change in a submodule", submodule + "echo 2 >lib/x; git -C lib add x"),
    .refused(
      "an untracked file in a submodule, ignore=untracked",
      submodule + "git config submodule.lib.ignore untracked; echo 2 >lib/new"),
    .refused(
      "assume-unchanged in a submodule",
      submodule + "git -C lib update-index --assume-unchanged x; echo 2 >lib/x"),
    .refused(
      "a submodule that is not checked out", submodule + "git submodule --quiet deinit -f lib"),
    .refused("a submodule that is not there", submodule + "rm -rf lib"),
    .refused("files without a repository in a submodule's place", submodule + "rm lib/.git"),
    .refused("a file in a submodule's place", submodule + "rm -rf lib; echo 1 >lib"),
    .refused("a staged move of a submodule", submodule + "(cd lib; echo 2 >x; save); git add lib"),
    .passed("a submodule in a submodule", nested),
    .refused("a dirty submodule in a submodule", nested + "echo 2 >mid/lib/x"),
    .passed(
      "a submodule with CRLF by autocrlf=true",
      submodule + "git -C lib config core.autocrlf true; rm lib/x; git -C lib checkout -q x"),
    .refused(
      "a changed LFS file in a submodule",
      "git init -q ../lib; (cd ../lib; lfs; echo '*.bin filter=lfs' >.gitattributes; printf weights >w.bin; save); GIT_LFS_SKIP_SMUDGE=1 git -c protocol.file.allow=always submodule --quiet add ../lib lib; save; printf WEIGHTS >lib/w.bin"
    ).needing("git-lfs"),
    .refused(
      "an ignored file in a submodule that is an input",
      submodule + "echo x.tmp >>.git/modules/lib/info/exclude; echo 1 >lib/x.tmp"
    ).reading("lib"),
    .passed(
      "an ignored file in a submodule that is no input",
      submodule + "echo x.tmp >>.git/modules/lib/info/exclude; echo 1 >lib/x.tmp"),
    .passed(
      "a link out of a submodule that stays in the tree",
      "git init -q ../lib; (cd ../lib; ln -s ../train.py l; save); git -c protocol.file.allow=always submodule --quiet add ../lib lib; save"
    ),
    .refused(
      "a link that leaves a submodule",
      "git init -q ../lib; (cd ../lib; ln -s /etc/passwd l; save); git -c protocol.file.allow=always submodule --quiet add ../lib lib; save"
    ),
    .refused(
      "a submodule whose .git leads elsewhere",
      submodule + "cp -r ../lib ../evil; echo gitdir: ../../evil/.git >lib/.git"),
    .refused("a replaced commit", "echo y >>train.py; save; git replace HEAD HEAD~1"),
    .refused(
      "a replaced blob that was checked out",
      "new=$(echo evil | git hash-object -w --stdin); git replace HEAD:train.py $new; rm train.py; git checkout -q train.py; settle train.py || :"
    ),
    .refused("grafts", "echo y >>train.py; save; git rev-parse HEAD >.git/info/grafts"),
    .passed("an empty grafts file", ": >.git/info/grafts"),
    .passed("a shallow clone", "git clone -q --depth 1 file://$PWD ../clone").from("../clone"),
    .refused(
      "a shallow clone, for a release",
      "echo y >>train.py; save; git clone -q --depth 1 file://$PWD ../clone"
    ).from("../clone").at(.release),
    .passed(
      "a partial clone",
      "git config uploadpack.allowFilter true; git clone -q --filter=blob:none file://$PWD ../clone"
    ).from("../clone"),
    .refused(
      "a partial clone without a checkout",
      "git config uploadpack.allowFilter true; git clone -q --no-checkout --filter=blob:none file://$PWD ../clone"
    ).from("../clone"),
    .passed("a clone", "git clone -q . ../clone").from("../clone"),
    .passed("a clone, for a build", "git clone -q . ../clone").from("../clone").at(.build),
    .refused(
      "a clone with a commit of its own, for a build",
      "git clone -q . ../clone; cd ../clone; echo y >>train.py; save"
    ).from("../clone").at(.build),
    .passed("a clone with borrowed objects", "git clone -q --shared . ../clone").from("../clone"),
    .undecided(
      "a clone whose lender is gone",
      "git clone -q --shared . ../clone; mv .git/objects .git/gone; git -C .. init -q --bare x"
    ).from("../clone"),
    .passed("a linked worktree", "git worktree add -q ../linked").from("../linked"),
    .refused(
      "a changed file in a linked worktree",
      "git worktree add -q ../linked; echo y >>../linked/train.py"
    ).from("../linked"),
    .passed(
      "a changed file in another worktree", "git worktree add -q ../linked; echo y >>train.py"
    ).from("../linked"),
    .passed(
      "a linked worktree that was moved by git",
      "git worktree add -q ../linked; git worktree move ../linked ../moved"
    ).from("../moved"),
    .refused("a linked worktree inside of the tree", "git worktree add -q inner"),
    .passed("a start in a folder", ":").from("data"),
    .refused("a start in a folder, a change elsewhere", "echo y >>train.py").from("data"),
    .passed("a start through a link", "ln -s repo ../alias").from("../alias"),
    .passed("a detached HEAD", "git checkout -q --detach"),
    .undecided("no commit yet", "git update-ref -d HEAD"),
    .undecided("an empty repository", "rm -rf .git data sub train.py .gitignore; git init -q"),
    .undecided("an orphan branch without a commit", "git checkout -q --orphan new"),
    .passed("an orphan branch", "git checkout -q --orphan new; git commit -qm new"),
    .undecided("a bare repository", "git clone -q --bare . ../bare").from("../bare"),
    .passed("a commit of a bare repository", "git clone -q --bare . ../bare").from("../bare")
      .commit(),
    .undecided("no repository", "rm -rf .git"),
    .passed("an empty commit on top", "git commit -q --allow-empty -m empty"),
    .passed("a commit of no files", "git rm -rq .; git commit -qm none"),
    .passed("packed objects and references", "git gc -q"),
    .undecided("SHA-256 ids", "rm -rf .git; git init -q --object-format=sha256; save"),
    .undecided(
      "an extension nobody knows",
      "git config core.repositoryFormatVersion 1; git config extensions.sorcery true"),
    .undecided(
      "HEAD that names no commit", "echo 1234567890123456789012345678901234567890 >.git/HEAD"),
    .undecided("HEAD that is garbage", "echo garbage >.git/HEAD"),
    .undecided(
      "a commit object with flipped bytes",
      "o=$(git rev-parse HEAD | sed 's,..,&/,'); chmod u+w .git/objects/$o; echo garbage >.git/objects/$o"
    ),
    .undecided(
      "a commit object that is gone", "rm -f .git/objects/$(git rev-parse HEAD | sed 's,..,&/,')"),
    .undecided(
      "a tree that is gone", "rm -f .git/objects/$(git rev-parse HEAD^{tree} | sed 's,..,&/,')"
    ).commit(),
    .undecided(
      "a tree that is gone, under a clean worktree",
      "rm -f .git/objects/$(git rev-parse HEAD^{tree} | sed 's,..,&/,')"),
    .undecided("a configuration that git cannot read", "echo '[core' >>.git/config"),
  ]

  private static let submodule =
    "git init -q ../lib; (cd ../lib; echo 1 >x; save); git -c protocol.file.allow=always submodule --quiet add ../lib lib; save; "
  private static let nested =
    "git init -q ../lib; (cd ../lib; echo 1 >x; save); git init -q ../mid; (cd ../mid; git -c protocol.file.allow=always submodule --quiet add ../lib lib; save); git -c protocol.file.allow=always submodule --quiet add ../mid mid; git -c protocol.file.allow=always submodule --quiet update --init --recursive; save; "

  /// Operations that were begun and not ended.
  static let operations: [RepositoryState] = [
    .undecided(
      "a merge stopped before its commit", branches + "git merge -q --no-commit --no-ff other"),
    .undecided(
      "a rebase stopped for an edit",
      branches + "GIT_SEQUENCE_EDITOR='sed -i s/pick/edit/' git rebase -q -i HEAD~1"),
    .undecided("a cherry-pick in conflict", conflict + "git cherry-pick other || :"),
    .undecided(
      "a revert in conflict",
      "echo a >>train.py; save; echo b >>train.py; save; git revert --no-edit HEAD~1 || :"),
    .undecided(
      "a revert that is not committed", "echo a >>train.py; save; git revert --no-commit HEAD"),
    .undecided(
      "a bisection",
      "echo a >>train.py; save; git bisect start; git bisect bad; git bisect good HEAD~1 || :"),
    .undecided(
      "a patch in conflict", conflict + "git format-patch -q -1 other --stdout | git am -q || :"),
    .passed("a merge that was ended", branches + "git merge -q --no-edit other"),
    .passed("a merge that was aborted", conflict + "git merge other || :; git merge --abort"),
    .passed("a stash", "echo y >>train.py; git stash -q"),
  ]

  private static let branches =
    "git checkout -qb other; echo o >o; save; git checkout -q main; echo m >m; save; "
  private static let conflict =
    "git checkout -qb other; echo o >>train.py; save; git checkout -q main; echo m >>train.py; save; "

  /// A repository that says its files are somewhere else, or files that say so of their repository.
  static let redirections: [RepositoryState] = [
    .refused(
      "core.worktree names a clean copy",
      "cp -r . ../copy; git config core.worktree ../../copy; evil"),
    .refused(
      "core.worktree names a clean copy inside",
      "mkdir ../copy; cp -r data sub train.py .gitignore ../copy; mv ../copy c.tmp; git config core.worktree ../c.tmp; evil"
    ),
    .refused(
      "core.worktree names a clean copy, by config.worktree",
      "cp -r . ../copy; git config extensions.worktreeConfig true; git config --worktree core.worktree $PWD/../copy; evil"
    ),
    .refused(
      "core.worktree by an included file",
      "cp -r . ../copy; git config -f ../inc core.worktree $PWD/../copy; git config include.path $PWD/../inc; evil"
    ),
    .passed("core.worktree names the folder itself", "git config core.worktree .."),
    .passed("core.worktree names the folder by its full path", "git config core.worktree $PWD"),
    .refused(
      "core.worktree names the folder, which is changed", "git config core.worktree $PWD; evil"),
    .refused(
      ".git is a file that names another repository",
      "cp -r . ../other; evil; (cd ../other; cp ../repo/data/a.csv data/a.csv; save evil); rm -rf .git; echo 'gitdir: ../other/.git' >.git"
    ),
    .refused(
      ".git is a link to another repository",
      "cp -r . ../other; evil; (cd ../other; cp ../repo/data/a.csv data/a.csv; save evil); rm -rf .git; ln -s ../other/.git .git"
    ),
    .refused(
      "a linked worktree's .git names another's",
      "git worktree add -q ../one; git worktree add -q ../two; cp ../one/.git ../two/.git"
    ).from("../two"),
    .passed("a separate git directory", "git init -q --separate-git-dir ../store"),
    .refused(
      "a separate git directory, a file changed", "git init -q --separate-git-dir ../store; evil"),
    .refused("GIT_DIR names a clean repository", "cp -r . ../copy; evil").tool([
      "GIT_DIR": "$BASE/copy/.git"
    ]),
    .refused("GIT_WORK_TREE names a clean copy", "cp -r . ../copy; evil").tool([
      "GIT_WORK_TREE": "$BASE/copy"
    ]),
    .refused("GIT_DIR and GIT_WORK_TREE", "cp -r . ../copy; evil").tool([
      "GIT_DIR": "$BASE/copy/.git", "GIT_WORK_TREE": "$BASE/copy",
    ]),
    .refused(
      "GIT_INDEX_FILE names another index",
      "cp .git/index ../i; echo y >>train.py; git add train.py"
    ).tool(["GIT_INDEX_FILE": "$BASE/i"]),
    .refused("GIT_OBJECT_DIRECTORY names an empty folder", "mkdir ../o; echo y >>train.py").tool([
      "GIT_OBJECT_DIRECTORY": "$BASE/o"
    ]),
    .passed("GIT_OBJECT_DIRECTORY over a clean tree", "mkdir ../o").tool([
      "GIT_OBJECT_DIRECTORY": "$BASE/o"
    ]),
    .refused("GIT_CONFIG_COUNT sets core.worktree", "cp -r . ../copy; evil").tool([
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.worktree",
      "GIT_CONFIG_VALUE_0": "$BASE/copy",
    ]),
    .refused("GIT_CONFIG_PARAMETERS sets core.worktree", "cp -r . ../copy; evil").tool([
      "GIT_CONFIG_PARAMETERS": "'core.worktree=$BASE/copy'"
    ]),
    .refused(
      "GIT_COMMON_DIR names a clean repository",
      "cp -r . ../copy; echo y >>train.py; save; git reset -q --soft HEAD~1"
    ).tool(["GIT_COMMON_DIR": "$BASE/copy/.git"]),
    .passed("GIT_DIR that names nothing", ":").tool(["GIT_DIR": "/nonexistent"]),
    .passed("GIT_CEILING_DIRECTORIES", ":").from("data").tool(["GIT_CEILING_DIRECTORIES": "$ROOT"]),
    .undecided("another owner", "chown -R 12345 .").tool([:]).needing("root"),
    .passed(
      "another owner, declared safe", "chown -R 12345 .; git config --global safe.directory $PWD"
    ).tool([:]).needing("root"),
  ]
}
