// SPDX-License-Identifier: Apache-2.0

import GateRules

extension RepositoryState {
  /// States that an independent list had, and that were once judged wrongly.
  static let trials: [RepositoryState] =
    endedOperations + hookPlaces + otherIndexes + cutHistories + owners + keys + folders + filters
    + requirements
    + stages

  private static let hook = #"""
    printf '#!/bin/sh\nexec modelgate-check --pre-commit\n' >.git/hooks/pre-commit
    chmod +x .git/hooks/pre-commit

    """#
  private static let conflict = #"""
    git checkout -qb other; echo o >train.py; save; git checkout -q main; echo m >train.py; save

    """#

  /// A commit that a hook judges may be the end of an operation.
  private static let endedOperations: [RepositoryState] = [
    .passed(
      "the commit that ends a merge, by a real hook",
      conflict + hook + "git merge -q other || :; echo both >train.py; git add train.py"
    ).asking("git commit -qm merged"),
    .passed(
      "the commit that ends a pick, by a real hook",
      conflict + hook + "git cherry-pick other || :; echo both >train.py; git add train.py"
    ).asking("git commit -qm picked"),
    .refused(
      "a key in the commit that ends a merge, by a real hook",
      conflict + hook
        + "git merge -q other || :; ssh-keygen -q -t ed25519 -N '' -f k; cp k train.py; git add train.py"
    ).asking("git commit -qm merged"),
  ]

  private static let elsewhere = "git --git-dir=$PWD/repo/.git --work-tree=$PWD/repo"

  private static let hookPlaces: [RepositoryState] = [
    .passed("a commit with --work-tree, by a real hook", hook + "echo y >>train.py")
      .from("..").asking(
        "git --git-dir=$PWD/repo/.git --work-tree=$PWD/repo commit -qam y"),
    .refused(
      "a key in a commit with --work-tree, by a real hook",
      hook + "ssh-keygen -q -t ed25519 -N '' -f k; cp k train.py"
    ).from("..").asking("\(elsewhere) commit -qam y; test $? = 1 || exit 2; exit 1"),
    .passed(
      "a commit into a bare repository with a worktree elsewhere, by a real hook",
      "git clone -q --bare . ../d.git; mkdir ../home2; printf '#!/bin/sh\nexec modelgate-check --pre-commit\n' >../d.git/hooks/pre-commit; chmod +x ../d.git/hooks/pre-commit"
    ).from("../home2").asking(
      "g='git --git-dir=../d.git --work-tree=.'; $g config core.bare false; $g checkout -q main; echo y >>train.py; $g commit -qam y"
    ),
    .passed(
      "a push by a name with blanks",
      "publish; git checkout -qb side; git commit -q --allow-empty -m side"
    ).asking(
      "echo \"HEAD@{1 day ago} $(git rev-parse HEAD) refs/heads/side 0000000000000000000000000000000000000000\" | modelgate-check --pre-push"
    ),
  ]

  private static let otherIndexes: [RepositoryState] = [
    .refused(
      "a split index over a staged change",
      "git update-index --split-index; echo y >>train.py; git add train.py"),
    .refused(
      "a split index over a new file", "git update-index --split-index; echo 1 >data/new"),
    .passed(
      "a commit from a split index, by a real hook",
      hook + "git config core.splitIndex true; git update-index --split-index; echo y >>train.py"
    ).asking("git commit -qam y"),
    .passed("a split index, for a commit", "git update-index --split-index")
      .asking("modelgate-check --pre-commit"),
    .undecided(
      "a split index with another checksum, for a commit",
      "git update-index --split-index; n=$(wc -c <.git/index); printf xx | dd of=.git/index bs=1 seek=$((n-2)) conv=notrunc status=none"
    ).asking("modelgate-check --pre-commit"),
    .undecided(
      "a split index whose other half was written to, for a commit",
      "git update-index --split-index; printf xx | dd of=$(ls .git/sharedindex.*) bs=1 seek=12 conv=notrunc status=none"
    ).asking("modelgate-check --pre-commit"),
    .refused(
      "a sparse index over a changed file",
      "mkdir -p big/a; echo 1 >big/a/b; save; git sparse-checkout set --cone --sparse-index sub; echo y >>sub/x"
    ),
    .refused(
      "a sparse index, for a build",
      "mkdir -p big/a; echo 1 >big/a/b; save; git sparse-checkout set --cone --sparse-index sub"
    ).at(.build),
    .passed(
      "a commit from a sparse index, by a real hook",
      hook
        + "mkdir -p big/a; echo 1 >big/a/b; git add -A; git commit -qnm b; git sparse-checkout set --cone --sparse-index sub; echo y >>sub/x"
    ).asking("git commit -qam y"),
    .undecided(
      "a split index without its other half",
      "git update-index --split-index; rm .git/sharedindex.*"),
    .refused(
      "skip-worktree over a deleted file",
      "git update-index --skip-worktree data/a.csv; rm data/a.csv"
    ),
    .refused(
      "a partial clone over a changed file",
      "git config uploadpack.allowFilter true; git clone -q --filter=blob:none file://$PWD ../clone; echo y >>../clone/train.py"
    ).from("../clone"),
    .passed(
      "a partial and sparse clone",
      "git config uploadpack.allowFilter true; git clone -q --filter=blob:none --sparse file://$PWD ../clone; git -C ../clone sparse-checkout set sub"
    ).from("../clone"),
    .undecided(
      "a commit whose blobs a partial clone did not fetch",
      "git config uploadpack.allowFilter true; git clone -q --no-checkout --filter=blob:none file://$PWD ../clone"
    ).from("../clone").commit().at(.push),
  ]

  private static let shallow =
    "for i in 1 2 3; do echo $i >>train.py; save; done; git init -q --bare -b main ../up; git push -q ../up main; git clone -q --depth 2 file://$(cd ..; pwd)/up ../clone; cd ../clone; "

  private static let cutHistories: [RepositoryState] = [
    .passed("the last commit of a shallow clone as a range", shallow + ":")
      .from("../clone").asking("modelgate-check --range HEAD~1..HEAD"),
    .undecided("a range whose start was cut off", shallow + ":")
      .from("../clone").asking("modelgate-check --range HEAD~3..HEAD"),
    .refused(
      "a key in a push from a shallow clone to a protected branch",
      shallow
        + "printf 'version: 1\ngate: { protect: [main] }\n' >modelgate.yaml; save; ssh-keygen -q -t ed25519 -N '' -f k; save; git rm -q k; save"
    ).from("../clone").asking(
      "echo \"refs/heads/main $(git rev-parse HEAD) refs/heads/main $(git rev-parse origin/main)\" | modelgate-check --pre-push origin x"
    ),
    .passed(
      "a push from a shallow clone to a protected branch",
      shallow + "printf 'version: 1\ngate: { protect: [main] }\n' >modelgate.yaml; save"
    ).from("../clone").asking(
      "echo \"refs/heads/main $(git rev-parse HEAD) refs/heads/main $(git rev-parse origin/main)\" | modelgate-check --pre-push origin x"
    ),
    .refused(
      "an unpushed commit of a shallow clone, for a build", shallow + "echo y >>train.py; save"
    )
    .from("../clone").at(.build),
  ]

  private static let owners: [RepositoryState] = [
    .passed(
      "another owner, all declared safe", "chown -R 12345 .; git config --global safe.directory '*'"
    )
    .tool([:]).needing("root"),
    .refused(
      "another owner, all declared safe, a changed file",
      "echo y >>train.py; chown -R 12345 .; git config --global safe.directory '*'"
    ).tool([:]).needing("root"),
    .passed("another owner, declared safe for one command", "chown -R 12345 .")
      .asking(#"git -c safe.directory="$PWD" -c 'alias.gate=!modelgate-check' gate"#)
      .needing("root"),
    .undecided(
      "another owner, a folder beside it declared safe for one command", "chown -R 12345 ."
    )
    .asking(#"GIT_CONFIG_PARAMETERS="'safe.directory'='$PWD-2'" modelgate-check"#)
    .needing("root"),
    .refused(
      "another owner, declared safe by variables, a changed file",
      "echo y >>train.py; chown -R 12345 ."
    ).tool([
      "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "x.y", "GIT_CONFIG_VALUE_0": "",
      "GIT_CONFIG_KEY_1": "Safe.Directory", "GIT_CONFIG_VALUE_1": "$BASE/*",
    ]).needing("root"),
    .undecided(
      "another owner, declared safe in variables that are one too few", "chown -R 12345 ."
    ).tool([
      "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
    ]).needing("root"),
    .undecided(
      "another owner, all declared safe and taken back for one command",
      "chown -R 12345 .; git config --global safe.directory '*'"
    ).asking("GIT_CONFIG_PARAMETERS=\"'safe.directory'=\" modelgate-check").needing("root"),
    .passed(
      "another owner, declared safe in a file that a variable names",
      "chown -R 12345 .; git config -f ../trust safe.directory '*'"
    ).tool(["GIT_CONFIG_GLOBAL": "$BASE/trust"]).needing("root"),
    .passed("another owner, in a hook that git let at it", "chown -R 12345 .")
      .asking("GIT_DIR=$PWD/.git modelgate-check --pre-commit").needing("root"),
    .undecided(
      "another owner, all declared safe and taken back",
      "chown -R 12345 .; git config --global safe.directory '*'; git config --global --add safe.directory ''"
    ).tool([:]).needing("root"),
    .undecided(
      "another owner, declared safe by the repository itself",
      "git config safe.directory '*'; chown -R 12345 ."
    ).tool([:]).needing("root"),
  ]

  private static let keys: [RepositoryState] = [
    .refused(
      "a private key of any name in a commit",
      "ssh-keygen -q -t ed25519 -N '' -f k; mv k notes; save"
    ).commit(),
    .refused(
      "a private key of any name, for a build",
      "ssh-keygen -q -t ed25519 -N '' -f k; mv k notes; save"
    ).at(.build),
    .refused(
      "a private key among other settings",
      "ssh-keygen -q -t ed25519 -N '' -f k; (echo 'key: |'; sed 's/^/  /' k) >secret.yaml; rm k; save"
    ).commit(),
    .passed(
      "a public key and a mention of a private one",
      "ssh-keygen -q -t ed25519 -N '' -f k; rm k; echo 'see -----BEGIN PRIVATE KEY-----' >notes.yaml; save"
    ).commit(),
    .undecided(
      "a blob that is not what its name says",
      "b=$(git rev-parse HEAD:train.py); e=$(echo evil | git hash-object -w --stdin); d=.git/objects; f=$d/$(echo $b | cut -c1-2)/$(echo $b | cut -c3-); chmod u+w $f; cp $d/$(echo $e | cut -c1-2)/$(echo $e | cut -c3-) $f"
    ).commit().at(.push),
  ]

  private static let waiver =
    "printf 'version: 1\ngate:\n  waivers:\n  - { rule: worktree/untracked, path: \"new/%s\", reason: r, expires: 2030-01-01 }\n'"

  private static let folders: [RepositoryState] = [
    .passed(
      "a waiver for all in a folder",
      "\(waiver) '**' >modelgate.yaml; save; mkdir -p new/a; echo 1 >new/a/b"
    ),
    .passed(
      "a waiver for all files of a kind in a folder",
      "\(waiver) '*.csv' >modelgate.yaml; save; mkdir -p new; echo 1 >new/b.csv"),
    .refused(
      "a waiver for some in a folder",
      "\(waiver) '*.csv' >modelgate.yaml; save; mkdir -p new; echo 1 >new/b.py"),
    .refused(
      "a waiver for names of three letters in a folder",
      "\(waiver) '???' >modelgate.yaml; save; mkdir -p new; echo 1 >new/evil.py"),
    .refused(
      "a waiver for names without an underscore in a folder",
      "\(waiver) '[!_]*' >modelgate.yaml; save; mkdir -p new; echo 1 >new/_evil.py"),
    .passed(
      "a deletion behind skip-worktree, mended as the hint says",
      "git update-index --skip-worktree train.py; rm train.py"
    ).from("sub").asking(
      "modelgate-check >../../said && exit 1; sed -n 's/^modelgate-check: hint: //p' ../../said >../../paste; . ../../paste; modelgate-check"
    ),
    .passed(
      "line ends that no checkout writes, mended as the hint says",
      "printf '1\\r\\n' >text; echo 'text text' >.gitattributes; git add .; git commit -qm text"
    ).from("sub").asking(
      "modelgate-check --preset build >../../said && exit 1; sed -n 's/^modelgate-check: hint: //p' ../../said >../../paste; . ../../paste; modelgate-check --preset build"
    ),
    .refused("a link into the repository itself", "ln -s .git/config settings; save"),
    .passed("grafts that are a comment only", "echo '# none' >.git/info/grafts"),
    .passed(
      "a submodule as input",
      "git init -q ../in; echo 1 >../in/f; git -C ../in add f; git -C ../in commit -qm f; git -c protocol.file.allow=always submodule --quiet add ../in in; save"
    ).reading("in", "in/f"),
    .refused(
      "a changed submodule as input",
      "git init -q ../in; echo 1 >../in/f; git -C ../in add f; git -C ../in commit -qm f; git -c protocol.file.allow=always submodule --quiet add ../in in; save; echo 2 >in/f"
    ).reading("in"),
    .refused(
      "a file that a submodule lacks as input",
      "git init -q ../in; echo 1 >../in/f; git -C ../in add f; git -C ../in commit -qm f; git -c protocol.file.allow=always submodule --quiet add ../in in; save"
    ).reading("in/g"),
    .refused(
      "a file that a submodule ignores as input",
      "\(nested)echo g >../ignored; git -C mid config core.excludesFile $PWD/../ignored; echo 1 >mid/g"
    ).reading("mid/g"),
    .refused("a folder that a submodule lacks as input of a commit", nested)
      .reading("mid/none").commit(),
    .passed("a file of a submodule in a submodule as input of a commit", nested)
      .reading("mid/in/f").commit(),
    .passed("a file of a submodule in a submodule as input", nested).reading("mid/in/f"),
    .refused("a file that a submodule in a submodule lacks as input of a commit", nested)
      .reading("mid/in/g").commit(),
    .undecided(
      "a file of a submodule that is not here as input of a commit",
      "\(nested)rm -rf .git/modules/mid/modules mid/in"
    ).reading("mid/in/f").commit(),
    .undecided(
      "a file of a submodule that lacks its commit as input of a commit",
      nested
        + "git update-index --cacheinfo 160000,$(git rev-parse HEAD),mid; git commit -qm other"
    ).reading("mid/in/f").commit(),
    .passed(
      "a file of a submodule with its repository in place as input of a commit",
      "git init -q in; (cd in; echo 1 >f; save); git add in; save"
    ).reading("in/f").commit(),
    .passed(
      "an input that a list at the root names",
      "echo 1 >w.bin; sha256sum w.bin >SHA256SUMS; echo w.bin >.gitignore; save"
    ).reading("w.bin"),
    .refused(
      "a changed input that a list at the root names",
      "echo 1 >w.bin; sha256sum w.bin >SHA256SUMS; echo w.bin >.gitignore; save; echo 2 >w.bin"
    ).reading("w.bin"),
  ]

  private static let nested =
    "git init -q ../in; (cd ../in; echo 1 >f; save); git init -q ../mid; (cd ../mid; git -c protocol.file.allow=always submodule --quiet add ../in in; save); git -c protocol.file.allow=always submodule --quiet add ../mid mid; git -c protocol.file.allow=always submodule --quiet update --init --recursive; save; "

  private static let filters: [RepositoryState] = [
    .refused(
      "a changed file behind a filter that nobody defined",
      "echo '*.py filter=nobody' >.gitattributes; save; echo y >>train.py"),
    .undecided(
      "a changed file behind a filter that somebody defined",
      "echo '*.py filter=mine' >.gitattributes; save; git config filter.mine.clean 'git show HEAD:train.py'; echo y >>train.py"
    ),
  ]

  private static func pinned(_ lines: String, _ more: String = ":") -> String {
    "printf 'version: 1\npipelines:\n  p: { run: [python3, train.py], dependencies: [requirements.txt], model: m }\n' >modelgate.yaml; printf -- '\(lines)' >requirements.txt; \(more); save"
  }

  private static let requirements: [RepositoryState] = [
    .refused("requirements that include a file that is missing", pinned(#"-r base.txt\na==1\n"#))
      .at(.build),
    .refused(
      "requirements that include a file outside of the tree", pinned(#"-r ../base.txt\na==1\n"#)
    ).at(.build),
    .passed(
      "requirements that include a file", pinned(#"-r base.txt\na==1\n"#, "echo b==1 >base.txt")
    ).at(.build),
    .refused(
      "a lock with a candidate of what the source asks for",
      pinned(#"a==2.0rc1\n"#, "echo 'a>=2.0' >requirements.in")
    ).at(.build),
    .passed(
      "a lock with a candidate of what the source stays below of, which pip and conda see differently",
      pinned(#"a==2.0rc1\n"#, "echo 'a<2.0' >requirements.in")
    ).at(.build),
    .passed(
      "a lock with a candidate that the source takes",
      pinned(#"a==2.0rc1\n"#, "echo 'a>=1.9' >requirements.in")
    ).at(.build),
    .passed(
      "a digest in one address of a frozen list",
      pinned(
        #"a==1\nw @ https://example.org/w.whl#sha256=0123456789012345678901234567890123456789012345678901234567890123\n"#
      )
    ).at(.build),
  ]

  private static func stage(_ yaml: String, _ lock: String, _ more: String = ":") -> String {
    "printf '\(yaml)' >dvc.yaml; m=$(md5sum train.py | cut -c1-32); printf \"schema: '2.0'\\nstages:\\n\(lock)\" >dvc.lock; \(more); save"
  }

  private static let dependency =
    #"    deps:\n    - path: train.py\n      hash: md5\n      md5: $m\n      size: 9\n"#
  private static let each =
    #"stages:\n  t:\n    foreach: [a, b]\n    do:\n      cmd: echo ${item}\n      deps: [train.py]\n"#
  private static let grid =
    #"stages:\n  t:\n    matrix:\n      m: [a]\n      n: [1, 2]\n    cmd: echo ${item.m} ${item.n} ${key}\n    deps: [train.py]\n"#
  private static let folder = #"stages:\n  t:\n    cmd: echo\n    deps: [sub]\n"#
  private static let record =
    #"  t:\n    cmd: echo\n    deps:\n    - path: sub\n      hash: md5\n      md5: $(printf '[{"md5": "%s", "relpath": "x"}]' $(md5sum sub/x | cut -c1-32) | md5sum | cut -c1-32).dir\n      size: 2\n      nfiles: 1\n"#

  private static let stages: [RepositoryState] = [
    .passed(
      "stages of foreach as recorded",
      stage(
        each,
        #"  t@a:\n    cmd: echo a\n\#(dependency)  t@b:\n    cmd: echo b\n\#(dependency)"#)
    ).at(.build),
    .refused(
      "a stage of foreach that was not run",
      stage(each, #"  t@a:\n    cmd: echo a\n\#(dependency)"#)
    ).at(.build),
    .refused(
      "stages of foreach, run with other code",
      stage(
        each,
        #"  t@a:\n    cmd: echo a\n\#(dependency)  t@b:\n    cmd: echo b\n\#(dependency)"#,
        "echo y >>train.py")
    ).at(.build),
    .passed(
      "stages of a matrix as recorded",
      stage(
        grid,
        #"  t@a-1:\n    cmd: echo a 1 a-1\n\#(dependency)  t@a-2:\n    cmd: echo a 2 a-2\n\#(dependency)"#
      )
    ).at(.build),
    .passed(
      "a stage with values of its own as recorded",
      stage(
        #"vars:\n- n: 5\n- values.json\nstages:\n  t:\n    cmd: echo ${n} ${x.y}\n    deps: [train.py]\n"#,
        #"  t:\n    cmd: echo 5 z\n\#(dependency)"#, #"echo '{"x": {"y": "z"}}' >values.json"#)
    ).at(.build),
    .refused(
      "a stage that was run with other values of its own",
      stage(
        #"vars:\n- n: 6\nstages:\n  t:\n    cmd: echo ${n}\n    deps: [train.py]\n"#,
        #"  t:\n    cmd: echo 5\n\#(dependency)"#)
    ).at(.build),
    .passed("a folder of the commit that a stage read", stage(folder, record)).at(.build),
    .refused(
      "a folder that got a file since a stage read it",
      stage(folder, record, "echo 1 >sub/y")
    ).at(.build),
    .refused(
      "a folder with a changed file since a stage read it",
      stage(folder, record, "echo 1 >sub/x")
    ).at(.build),
  ]
}
