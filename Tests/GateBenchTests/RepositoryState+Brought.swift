// SPDX-License-Identifier: Apache-2.0

import GateRules

extension RepositoryState {
  /// What pushes of several commits bring, trees that git checks out nowhere, and texts in odd
  /// encodings.
  static let brought: [RepositoryState] =
    ofSeveralCommits + toProtected + forbiddenTrees + oddTexts + looseLists + deepHiding + mended

  /// The line that git sends its hook for a branch.
  private static func push(_ branch: String, over old: String = "$zero") -> String {
    "zero=0000000000000000000000000000000000000000; echo \"x $(git rev-parse HEAD) refs/heads/\(branch) \(old)\" | modelgate-check --pre-push origin url"
  }

  private static let key = "ssh-keygen -q -t ed25519 -N '' -f k"
  private static let keyAndBack = "\(key); save; git rm -q k k.pub; save"
  private static let protecting =
    "printf 'version: 1\ngate: {protect: [main, rel]}\n' >modelgate.yaml"

  /// A branch that is not protected answers at its tip, for all that it brings.
  private static let ofSeveralCommits: [RepositoryState] = [
    .refused(
      "a key in an earlier commit of a new branch",
      "publish; git checkout -qb topic; \(key); save; echo 2 >>train.py; save"
    ).asking(push("topic")),
    .refused(
      "a key in an earlier commit, under another name at the tip",
      "publish; git checkout -qb topic; \(key); save; git mv k notes; save"
    ).asking(push("topic")),
    .passed(
      "a key in an earlier commit of a new branch, gone at the tip",
      "publish; git checkout -qb topic; \(keyAndBack)"
    ).asking(push("topic")),
    .refused("a key in the first commit of all that is pushed", "\(key); save; echo 2 >n; save")
      .asking(push("main")),
    .refused(
      "raw bytes under an LFS pattern in an earlier commit of a new branch",
      "publish; git checkout -qb topic; echo '*.bin filter=lfs' >.gitattributes; echo raw >w.bin; save; echo 2 >n; save"
    ).asking(push("topic")),
    .passed(
      "a branch that merged an old key of the main one",
      "git checkout -qb topic; echo 2 >n; save; git checkout -q main; \(key); save; publish; git checkout -q topic; git merge -q --no-edit main"
    ).asking(push("topic")),
    .passed(
      "a second push of a branch whose key is there already",
      "publish; git checkout -qb topic; \(key); save; git push -q origin topic; echo 2 >n; save"
    ).asking(push("topic", over: "$(git rev-parse HEAD~1)")),
    .refused(
      "a key in an earlier commit of a branch from a shallow clone",
      "publish; git clone -q --depth 1 file://$PWD/../up ../c; cd ../c; git checkout -qb topic; \(key); save; echo 2 >n; save"
    ).from("../c").asking(push("topic")),
    .passed("notes are pushed", "publish; git notes add -m hi").asking(
      "git push -q origin refs/notes/commits"),
  ]

  /// To a protected branch no commit comes unseen, whatever branch had it before.
  private static let toProtected: [RepositoryState] = [
    .refused(
      "a key that came by way of another branch",
      "\(protecting); save; publish; \(keyAndBack); git push -q origin main:topic"
    ).asking(push("main", over: "$(git rev-parse HEAD~2)")),
    .refused(
      "a server refuses a key that came by way of another branch",
      "\(protecting); save; publish; printf '#!/bin/sh\nexec modelgate-check --pre-receive\n' >../up/hooks/pre-receive; chmod +x ../up/hooks/pre-receive; \(keyAndBack); git push -q origin main:topic; git reset -q --hard HEAD~1"
    ).asking(
      "git reset -q --hard origin/topic; git commit -q --allow-empty -m on; git push -q origin main"
    ),
    .passed(
      "a new protected branch at what another one has", "\(protecting); \(keyAndBack); publish"
    ).asking(push("rel")),
    .passed(
      "the first branch that is protected, over what was there before",
      "publish; \(keyAndBack); git push -q origin main; \(protecting); save"
    ).asking(push("rel")),
    .passed(
      "a server takes the first push of all",
      "git init -q --bare ../up; git remote add origin ../up"
    ).asking(
      "printf '#!/bin/sh\nexec modelgate-check --pre-receive\n' >../up/hooks/pre-receive; chmod +x ../up/hooks/pre-receive; git push -q origin main"
    ),
  ]

  private static func tree(_ entries: String) -> String {
    "b=$(git rev-parse HEAD:train.py); c=$(git rev-parse HEAD:sub/x); t=$(printf \(entries) | git mktree); git update-ref refs/heads/main $(git commit-tree -p HEAD -m t $t)"
  }

  private static let forbiddenTrees: [RepositoryState] = [
    .undecided("a commit with a file named .git", tree(#"'100644 blob %s\t.git\n' "$b""#))
      .commit(),
    .undecided("a commit with a file named .Git", tree(#"'100644 blob %s\t.Git\n' "$b""#))
      .commit(),
    .undecided(
      "a commit with one name twice",
      tree(#"'100644 blob %s\ta\n100644 blob %s\ta\n' "$b" "$c""#)
    ).commit(),
    .undecided(
      "a push of a commit with a file named .git",
      "publish; " + tree(#"'100644 blob %s\t.git\n' "$b""#)
    ).asking(push("main", over: "$(git rev-parse origin/main)")),
  ]

  private static let oddTexts: [RepositoryState] = [
    .refused(
      "a key in UTF-16", "ssh-keygen -q -t ed25519 -N '' -f ../k; iconv -t UTF-16LE ../k >n; save"
    ).commit(),
    .refused(
      "a key in UTF-16 with its mark",
      "ssh-keygen -q -t ed25519 -N '' -f ../k; iconv -t UTF-16 ../k >n; save"
    ).commit(),
    .refused(
      "a key behind a byte order mark",
      #"ssh-keygen -q -t ed25519 -N '' -f ../k; (printf '\357\273\277'; cat ../k) >n; save"#
    ).commit(),
    .passed("a text in UTF-16", "printf 'hello, world\n' | iconv -t UTF-16 >n; save").commit(),
    .passed(
      "a waiver for a name with a line break",
      #"printf 'version: 1\ngate: {waivers: [{rule: worktree/untracked, path: "a?b", reason: r, expires: 2099-01-01}]}\n' >modelgate.yaml; save; echo 1 >"$(printf 'a\nb')""#
    ),
    .passed(
      "a waiver for a name that is no UTF-8",
      #"printf 'version: 1\ngate: {waivers: [{rule: worktree/untracked, path: "a*b", reason: r, expires: 2099-01-01}]}\n' >modelgate.yaml; save; echo 1 >"$(printf 'a\377b')""#
    ),
  ]

  /// A pipeline that depends on requirements, which further lines of shell write.
  private static func requiring(_ lines: String) -> String {
    "printf 'version: 1\npipelines:\n  p: { run: [python3, train.py], dependencies: [requirements.txt], model: m }\n' >modelgate.yaml; \(lines); save"
  }

  private static let looseLists: [RepositoryState] = [
    .refused(
      "requirements in UTF-16 that pin nothing",
      requiring("echo a | iconv -t UTF-16 >requirements.txt")
    ).at(.build),
    .passed(
      "requirements in UTF-16", requiring("echo a==1 | iconv -t UTF-16 >requirements.txt")
    ).at(.build),
    .refused(
      "requirements that the environment fills in", requiring("echo '${WHAT}' >requirements.txt")
    ).at(.build),
    .refused(
      "requirements from a place of the machine", requiring("echo /opt/w.whl >requirements.txt")
    ).at(.build),
    .passed(
      "requirements from the repository itself",
      requiring("echo ./w.whl >requirements.txt; cp train.py w.whl")
    ).at(.build),
    .undecided(
      "requirements of more than anybody reads",
      requiring("(echo a; head -c 9000000 /dev/zero | tr '\\0' '#') >requirements.txt")
    ).at(.build),
    .undecided(
      "requirements that include too many others",
      requiring(
        "echo -r 1.txt >requirements.txt; for i in $(seq 70); do echo \"-r $((i + 1)).txt\" >$i.txt; done; echo a >71.txt"
      )
    ).at(.build),
    .refused(
      "a lock of a build of another version",
      requiring("echo 'a==2.2.0' >requirements.in; echo 'a==2.1.0+cu118' >requirements.txt")
    ).at(.build),
    .refused(
      "a lock of another build",
      requiring("echo 'a==2.1.0+cu121' >requirements.in; echo 'a==2.1.0+cu118' >requirements.txt")
    ).at(.build),
    .passed(
      "a lock of a build",
      requiring("echo 'a==2.1.0' >requirements.in; echo 'a==2.1.0+cu118' >requirements.txt")
    ).at(.build),
    .refused(
      "a lock of a later issue of what is to be exceeded",
      requiring("echo 'a>1.0' >requirements.in; echo 'a==1.0.post1' >requirements.txt")
    ).at(.build),
    .passed(
      "a lock of a later issue",
      requiring("echo 'a>=1.0' >requirements.in; echo 'a==1.0.post1' >requirements.txt")
    ).at(.build),
    .refused(
      "a pipeline that reads undeclared data by a way around, for a build",
      "printf 'more/\n' >>.gitignore; mkdir more; echo 1 >more/x.csv; printf 'version: 1\npipelines:\n  p: { run: [python3, train.py, ./more/../more/x.csv], model: m }\n' >modelgate.yaml; save"
    ).at(.build),
  ]

  private static let submodule =
    "git init -q ../in; echo 1 >../in/f; git -C ../in add f; git -C ../in commit -qm f; git -c protocol.file.allow=always submodule --quiet add ../in lib; save"

  /// One way to hide something inside of another.
  private static let deepHiding: [RepositoryState] = [
    .refused(
      "assume-unchanged over a moved submodule",
      "\(submodule); git update-index --assume-unchanged lib; git -C lib commit -q --allow-empty -m x"
    ),
    .refused(
      "skip-worktree over a dirty submodule",
      "\(submodule); git update-index --skip-worktree lib; echo 2 >lib/f"),
    .refused(
      "a new file in a submodule that shows none",
      "\(submodule); git -C lib config status.showUntrackedFiles no; echo 2 >lib/new"),
    .refused(
      "intent to add under assume-unchanged",
      "echo 1 >new; git add -N new; git update-index --assume-unchanged new"),
    .refused("intent to add what is gone", "echo 1 >new; git add -N new; rm new"),
    .refused(
      "a mode hidden by the settings of one worktree",
      "git config extensions.worktreeConfig true; git config --worktree core.fileMode false; chmod +x train.py"
    ),
    .refused(
      "a replaced blob, by references of another name",
      "o=$(git rev-parse HEAD:train.py); echo 2 >train.py; git update-ref refs/evil/$o $(git hash-object -w train.py)"
    ).tool(["GIT_REPLACE_REF_BASE": "refs/evil/"]),
    .refused(
      "a sparse index, an excluded file that is there and differs",
      "mkdir -p big/a; echo 1 >big/a/b; save; git sparse-checkout set --cone --sparse-index sub; mkdir -p big/a; echo 2 >big/a/b"
    ),
    .refused(
      "a submodule that nobody else can have, for a build",
      "git init -q lib; (cd lib; echo 1 >f; git add f; git commit -qm f); git add lib 2>../log; git commit -qm lib; publish"
    ).at(.build),
    .refused(
      "a key in a commit of a submodule",
      "\(submodule); cd lib; printf '#!/bin/sh\nexec modelgate-check --pre-commit\n' >../.git/modules/lib/hooks/pre-commit; chmod +x ../.git/modules/lib/hooks/pre-commit; \(key); git add k"
    ).from("lib").asking("git commit -qm x"),
  ]

  /// What the gate says to type, typed.
  private static func pasting(_ hint: String, editor: String = "true") -> String {
    "modelgate-check >../said && exit 2; sed -n 's/^modelgate-check: hint: //p' ../said | grep '\(hint)' >../paste; GIT_EDITOR=\(editor) sh ../paste >../log; modelgate-check"
  }

  private static let mended: [RepositoryState] = [
    .passed(
      "core.worktree elsewhere, mended as the hint says",
      "cp -a . ../other; git config core.worktree ../../other"
    ).asking(pasting("cd .*\\|--unset")),
    .passed(
      "what was added by name alone, mended as the hint says", "echo 1 >new; git add -N new"
    ).asking(pasting("restore --staged") + " && exit 2; rm new; modelgate-check"),
    .passed(
      "names that are patterns, ignored as the hint says",
      #"echo '.gitignore' >>.git/info/exclude; git rm -q --cached .gitignore; git commit -qm i; touch 'a[1].csv' 'b*' 'c\n' 'd '"#
    ).asking(pasting("gitignore")),
    .passed(
      "a deletion by a name that is a pattern, mended as the hint says",
      "touch 'a*' ab; save; rm 'a*'"
    ).asking(pasting("git rm", editor: "'echo m >'") + " && test -e ab"),
    .passed(
      "an invisible name, ignored as the hint says",
      #"echo '.gitignore' >>.git/info/exclude; git rm -q --cached .gitignore; git commit -qm i; echo 1 >"$(printf 'aâ®b')""#
    ).asking(pasting("gitignore").replacing("sh ../paste", with: "bash ../paste")),
    .passed(
      "an ignored manifest, mended as the hint says",
      "printf '*.sha256\ndata/\n' >>.gitignore; git rm -rq --cached data; manifest data; printf 'version: 1\ndata: {d: {path: data, manifest: data.sha256}}\n' >modelgate.yaml; save"
    ).asking(pasting("data.sha256", editor: "'echo m >'")),
    .passed(
      "files in a submodule's place, mended as the hint says",
      "\(submodule); rm lib/.git; echo 2 >lib/f"
    ).asking(
      pasting("submodule update").replacing("grep", with: "sed s,ELSEWHERE,../away, | grep")),
  ]
}
