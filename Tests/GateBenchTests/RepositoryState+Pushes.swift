// SPDX-License-Identifier: Apache-2.0

import GateRules

extension RepositoryState {
  /// What pushes do to references, as git tells its hooks on standard input.
  static let pushes: [RepositoryState] = [
    .passed("a push that only grows", "old=$(id); echo 2 >>train.py; save").after(protecting)
      .pushing("refs/heads/main"),
    .refused("a push that rewrites a protected branch", "rewrite").after(protecting)
      .pushing("refs/heads/main"),
    .passed("a push that rewrites another branch", "rewrite").after(protecting)
      .pushing("refs/heads/topic"),
    .refused(
      "a push that rewrites and lifts the protection",
      "rewrite; printf 'version: 1\\n' >modelgate.yaml; save"
    ).after(protecting).pushing("refs/heads/main"),
    .refused(
      "a push that rewrites, the rule set to warn by itself",
      "rewrite; printf 'version: 1\\ngate: {rules: {history/rewritten: off}}\\n' >modelgate.yaml; save"
    ).after(protecting).pushing("refs/heads/main"),
    .refused(
      "a push over commits that nobody here has",
      "old=1234567890123456789012345678901234567890"
    ).after(protecting).pushing("refs/heads/main"),
    .passed("a push of a new protected branch", "old=$zero").after(protecting).pushing(
      "refs/heads/main"),
    .passed("a push that changes nothing", "old=$(id)").after(protecting).pushing(
      "refs/heads/main"),
    .refused("a push that deletes a protected branch", "old=$(id)").after(protecting)
      .pushing("refs/heads/main", "$zero"),
    .passed("a push that deletes another branch", "old=$(id)").after(protecting)
      .pushing("refs/heads/topic", "$zero"),
    .refused(
      "a push that deletes a protected branch, its commit not here",
      "old=1234567890123456789012345678901234567890"
    ).after(protecting).pushing("refs/heads/main", "$zero"),
    .refused(
      "a push that moves a protected tag forward",
      "old=$(id); echo 2 >>train.py; save"
    ).after(protecting).pushing("refs/tags/v1"),
    .passed("a push of a new protected tag", "old=$zero; git tag -am v1 v1").after(protecting)
      .pushing("refs/tags/v1", "$(git rev-parse v1)"),
    .passed(
      "a tag of a tag", "old=$zero; git tag -am a a; git tag -am b b a"
    ).after(protecting).pushing("refs/tags/b", "$(git rev-parse b)"),
    .undecided("a tag that leads to a blob", "old=$zero; git tag -am b b HEAD:train.py").after(
      protecting
    )
    .pushing("refs/tags/b", "$(git rev-parse b)"),
    .undecided("a light tag that leads to a tree", "old=$zero").after(protecting)
      .pushing("refs/tags/t", "$(git rev-parse HEAD^{tree})"),
    .undecided(
      "a tag of a tag of a tree", "old=$zero; git tag -am a a HEAD^{tree}; git tag -am b b a"
    ).after(protecting).pushing("refs/tags/b", "$(git rev-parse b)"),
    .passed(
      "a tag that leads to a blob, where that is allowed",
      "printf 'version: 1\\ngate: {rules: {history/no-commit: off}}\\n' >modelgate.yaml; save; old=0000000000000000000000000000000000000000; git tag -am b b HEAD:train.py"
    ).pushing("refs/tags/b", "$(git rev-parse b)"),
    .undecided("a push of an object that is not here", "old=$(id)").after(protecting)
      .pushing("refs/heads/main", "1234567890123456789012345678901234567890"),
    .undecided("a line that git does not send", ":").after(protecting).asking(
      "echo garbage | modelgate-check --pre-push origin url"),
    .passed("an empty push", ":").after(protecting).asking(
      "modelgate-check --pre-push origin url </dev/null"),
    .refused(
      "two references, the second one rewritten",
      "git branch x; git commit -q --amend -m other"
    ).after(protecting).asking(
      "zero=0000000000000000000000000000000000000000; h=$(git rev-parse HEAD); printf '%s\\n' \"x $(git rev-parse x) refs/heads/x $zero\" \"m $h refs/heads/main $(git rev-parse x)\" | modelgate-check --pre-push origin url"
    ),
    .refused(
      "a private key in a commit before the tip of a protected branch",
      "old=$(id); ssh-keygen -q -t ed25519 -N '' -f k; save; git rm -q k k.pub; git commit -qm gone"
    ).after(protecting).pushing("refs/heads/main"),
    .passed(
      "a private key in a commit before the tip of another branch",
      "old=$(id); ssh-keygen -q -t ed25519 -N '' -f k; save; git rm -q k k.pub; git commit -qm gone"
    ).after(protecting).pushing("refs/heads/topic"),
    .refused(
      "a private key in the credentials of a service",
      #"old=$(id); ssh-keygen -q -t ed25519 -N '' -f ../k; printf '{"key": "%s"}' "$(sed 's/$/\\n/' ../k | tr -d '\n')" >sa.json; save"#
    ).after(protecting).pushing("refs/heads/main"),
    .refused(
      "a private key that only the merged side has",
      "old=$(id); git checkout -qb side; ssh-keygen -q -t ed25519 -N '' -f k; save; git checkout -q main; echo 2 >>train.py; save; git merge -q --no-edit side"
    ).after(protecting).pushing("refs/heads/main"),
    .refused(
      "an invalid configuration that is pushed",
      "old=$(id); printf 'version: 1\\nwhat: 1\\n' >modelgate.yaml; save"
    ).after(protecting).pushing("refs/heads/main"),
    .passed(
      "a dirty worktree while something else is pushed",
      "old=$(id); echo 2 >>train.py; save; echo 3 >>train.py; echo >new"
    ).after(protecting).pushing("refs/heads/main"),
  ]

  /// Real pushes into a bare repository, where objects are in quarantine while its hook judges.
  static let servers: [RepositoryState] = [
    .passed("a server takes an honest push", "echo 2 >>train.py; save").after(server)
      .asking("git push -q origin main"),
    .refused(
      "a server refuses a private key", "ssh-keygen -q -t ed25519 -N '' -f k; save"
    ).after(server).asking("git push -q origin main"),
    .refused("a server refuses a forced push", "git commit -q --amend -m other").after(server)
      .asking("git push -q --force origin main"),
    .refused("a server refuses to delete what is protected", ":").after(server)
      .asking("git push -q origin :main"),
    .passed("a server deletes what is not protected", "git push -q origin main:topic").after(server)
      .asking("git push -q origin :topic"),
    .refused(
      "a server refuses a push that lifts its own protection",
      "git reset -q --soft HEAD~1; printf 'version: 1\\n' >modelgate.yaml; save"
    ).after(server).asking("git push -q --force origin main"),
    .refused("a server refuses a tag of a tree", "git tag -am t t HEAD^{tree}").after(server)
      .asking("git push -q origin t"),
    .passed("a server takes an annotated tag", "git tag -am v2 v2").after(server)
      .asking("git push -q origin v2"),
    .refused(
      "a server refuses the second of two references",
      "git branch good; ssh-keygen -q -t ed25519 -N '' -f k; save"
    ).after(server).asking("git push -q --atomic origin good main"),
  ]

  /// The index that git hands to its hook.
  static let commits: [RepositoryState] = [
    .passed("a commit of what is staged", "echo 2 >>train.py; git add -A").after(hook)
      .asking("git commit -qm x"),
    .passed("a commit of everything", "echo 2 >>train.py").after(hook).asking("git commit -qam x"),
    .refused("a commit of everything with a key in it", "cat ../k >train.py").after(hook)
      .asking("git commit -qam x"),
    .refused("a commit of one path with a key in it", "cat ../k >train.py").after(hook)
      .asking("git commit -qm x train.py"),
    .passed(
      "a commit of one path beside a staged key",
      "cat ../k >sub/x; git add sub/x; echo 2 >>train.py"
    ).after(hook).asking("git commit -qm x train.py"),
    .refused(
      "a commit of a staged key that the file no longer holds",
      "cat ../k >train.py; git add train.py; echo 2 >train.py"
    ).after(hook).asking("git commit -qm x"),
    .passed(
      "a commit beside a key that is not staged", "echo 2 >>sub/x; git add -A; cat ../k >train.py"
    ).after(hook).asking("git commit -qm x"),
    .refused(
      "a commit in a linked worktree with a key in it",
      "git worktree add -q ../linked; cat ../k >../linked/train.py"
    ).after(hook).asking("cd ../linked; git commit -qam x"),
    .refused(
      "a first commit with a key in it",
      "git checkout -q --orphan new; cat ../k >train.py; git add -A"
    ).after(hook)
      .asking("git commit -qm x"),
    .refused("an amended commit with a key in it", "cat ../k >train.py").after(hook)
      .asking("git commit -q --amend -a --no-edit"),
  ]

  /// What remotes have now, which builds and releases ask.
  static let remotes: [RepositoryState] =
    clones.map { $0.after(cloning).from("../clone") } + detached + submodules

  /// Clones of a repository that goes on; `clone` makes one, `there` runs a command in it.
  private static let clones: [RepositoryState] = [
    .passed("a commit that the remote has, for a build", "clone").at(.build),
    .passed(
      "a commit below the remote's branch, for a build",
      "echo 2 >>train.py; save; clone; there checkout -q HEAD~1"
    ).at(.build),
    .refused(
      "a branch that the remote has rewound since the fetch, for a build",
      "echo 2 >>train.py; save; clone; git reset -q --hard HEAD~1"
    ).at(.build),
    .refused(
      "a branch that the remote has deleted since the fetch, for a build",
      "git checkout -qb other; echo 2 >>train.py; save; clone; git checkout -q main; git branch -qD other"
    ).at(.build),
    .undecided(
      "a remote that moved on since the fetch, for a build", "clone; echo 2 >>train.py; save"
    ).at(.build),
    .undecided("a remote that is gone, for a build", "clone; mv .git .gone").at(.build),
    .passed("a remote that is gone, by hand", "clone; mv .git .gone"),
    .refused(
      "a tracking branch that somebody wrote, for a build",
      "clone; cd ../clone; echo 2 >>train.py; save; git update-ref refs/remotes/origin/main HEAD"
    ).at(.build),
    .passed(
      "a remote that is gone beside one that has the commit, for a build",
      "clone; there remote add other ../gone"
    ).at(.build),
    .passed(
      "a remote that is gone, where nobody asks",
      "printf 'version: 1\\ngate: {rules: {history/unpushed: off}}\\n' >modelgate.yaml; save; clone; mv .git .gone"
    ).at(.build),
    .passed("a tag that is the same there, for a release", "git tag -am v1 v1; clone")
      .at(.release),
    .refused("a tag that is not there, for a release", "clone; there tag -am v1 v1").at(.release),
    .refused(
      "a tag that was moved there, for a release",
      "git tag -am v1 v1; clone; git tag -fam other v1"
    ).at(.release),
    .passed(
      "a tag of one's own beside the release's, for a release",
      "git tag -am v1 v1; clone; there tag mine"
    ).at(.release),
    .refused(
      "a ledger that is not there, for a release",
      "clone; there update-ref refs/modelgate/ledger HEAD"
    ).at(.release),
    .passed(
      "a ledger that is there, for a release",
      "git update-ref refs/modelgate/ledger HEAD; clone; there update-ref refs/modelgate/ledger HEAD"
    ).at(.release),
    .refused(
      "a ledger that goes on here only, for a release",
      "git update-ref refs/modelgate/ledger HEAD; echo 2 >>train.py; save; clone; there update-ref refs/modelgate/ledger HEAD"
    ).at(.release),
  ]

  private static let detached: [RepositoryState] = [
    .refused(
      "a commit that is detached and on no branch, for a build",
      "git checkout -q --detach; echo 2 >>train.py; save"
    ).at(.build),
    .passed("a detached HEAD on a branch, for a build", "git checkout -q --detach").at(.build),
    .passed(
      "a commit that is detached and on no branch, by hand",
      "git checkout -q --detach; echo 2 >>train.py; save"),
    .passed(
      "a detached HEAD on a tag only, for a build",
      "git checkout -q --detach; echo 2 >>train.py; save; git tag v1"
    ).at(.build),
    .refused(
      "a detached HEAD in the stash only, for a build",
      "git checkout -q --detach; echo 2 >>train.py; save; git update-ref refs/stash HEAD"
    ).at(.build),
  ]

  private static let submodules: [RepositoryState] = [
    .refused(
      "a submodule at a commit that its remote lacks, for a build",
      "(cd lib; echo 2 >x; save); save"
    ).at(.build).after(inner),
    .passed("a submodule at a commit that its remote has, for a build", ":").at(.build)
      .after(inner),
    .passed(
      "a submodule at a commit that its remote lacks, by hand", "(cd lib; echo 2 >x; save); save"
    ).after(inner),
    .undecided("a submodule whose remote is gone, for a build", "mv ../lib ../gone").at(.build)
      .after(inner),
    .refused(
      "a commit with a submodule's commit that its remote lacks, for a build",
      "(cd lib; echo 2 >x; save); save"
    ).commit().at(.build).after(inner),
    .passed("a commit with a submodule's commit that its remote has, for a build", ":").commit()
      .at(.build).after(inner),
    .passed(
      "a commit with a submodule that is not fetched, for a build",
      "(cd lib; echo 2 >x; save); save; git clone -q . ../clone"
    ).from("../clone").commit().at(.build).after(inner),
  ]

  private static let protecting = #"""
    id() { git rev-parse ${1:-HEAD}; }
    zero=0000000000000000000000000000000000000000
    rewrite() {
      echo 2 >>train.py; save; old=$(id); git reset -q --soft HEAD~1; echo 3 >>train.py; save other
    }
    printf 'version: 1\ngate: { protect: [main, "refs/tags/v*"] }\n' >modelgate.yaml; save

    """#
  private static let server =
    protecting + #"""
      git clone -q --bare . ../server; git remote add origin ../server
      printf '#!/bin/sh\nexec modelgate-check --pre-receive\n' >../server/hooks/pre-receive
      chmod +x ../server/hooks/pre-receive; git -C ../server config receive.denyDeleteCurrent ignore

      """#
  private static let hook = #"""
    ssh-keygen -q -t ed25519 -N '' -f ../k
    printf '#!/bin/sh\nexec modelgate-check --pre-commit --preset push\n' >.git/hooks/pre-commit
    chmod +x .git/hooks/pre-commit

    """#
  private static let cloning =
    "clone() { git clone -q . ../clone; }; there() { git -C ../clone \"$@\"; }\n"
  private static let inner =
    "git init -q ../lib; (cd ../lib; echo 1 >x; save); git -c protocol.file.allow=always submodule --quiet add ../lib lib; save; "

  /// Asks the hook about one reference; the script says in `old` what it was.
  private func pushing(_ reference: String, _ new: String = "$(git rev-parse HEAD)")
    -> RepositoryState
  {
    var copy = self
    copy.script += "\necho \"$old\" >../old"
    return copy.asking(
      "zero=0000000000000000000000000000000000000000; echo \"x \(new) \(reference) $(cat ../old)\" | modelgate-check --pre-push origin url"
    )
  }
}
