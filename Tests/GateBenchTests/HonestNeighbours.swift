// SPDX-License-Identifier: Apache-2.0

import GateRules

/// The honest state that comes nearest to what a rule is there to catch: there it keeps quiet.
enum HonestNeighbours {
  /// The name of a state that passes, by rule.
  static let states: [String: String] = [
    "history/unborn": "an orphan branch",
    "history/detached": "a detached HEAD on a tag only, for a build",
    "history/unfinished-operation": "a merge that was aborted",
    "history/replaced": "an empty grafts file",
    "history/shallow": "a shallow clone",
    "history/unpushed": "a commit below the remote's branch, for a build",
    "history/rewritten": "a push that only grows",
    "history/no-commit": "a tag of a tag",
    "history/unsigned": "a signed commit with a signed tag, for a release",
    "history/tag-differs": "a tag of one's own beside the release's, for a release",
    "history/ledger-unpushed": "a ledger that is there, for a release",
    "worktree/redirected": "a separate git directory",
    "worktree/modified": "a touched file",
    "worktree/staged": "a stash",
    "worktree/deleted": "renames that are committed",
    "worktree/untracked": "a native manifest, its data untracked",
    "worktree/ignored-input": "an ignored file outside of the declared input",
    "worktree/type-changed": "a link to a folder inside of the tree",
    "worktree/mode-changed": "group and other bits",
    "worktree/line-ends": "eol=crlf, files as checked out, for a build",
    "worktree/lfs-changed": "an LFS file",
    "worktree/lfs-not-fetched": "an LFS file, for a build",
    "worktree/annex-changed": "a file of git-annex",
    "worktree/annex-not-fetched": "a file of git-annex",
    "worktree/annex-no-digest": "a file of git-annex",
    "worktree/filtered": "a filter that changes nothing here",
    "worktree/flagged": "assume-unchanged, taken back",
    "worktree/sparse": "a sparse checkout, disabled again",
    "worktree/nested-repository": "a clean submodule",
    "worktree/submodule": "a submodule in a submodule",
    "worktree/submodule-unpushed": "a submodule at a commit that its remote has, for a build",
    "worktree/special-file": "an ignored FIFO",
    "worktree/unreadable": "an empty untracked folder",
    "worktree/name-twins": "names that sort around a slash",
    "worktree/link-leaves-tree": "a link that only seems to come close",
    "data/unversioned": "an input that is one file",
    "data/no-digest": "a file of git-annex",
    "data/manifest-uncommitted": "a native manifest, its data declared",
    "data/manifest-malformed": "a native manifest, its data ignored",
    "data/changed": "a DVC folder",
    "data/absent": "the data is not here",
    "data/unreadable": "a native manifest, its data declared",
    "data/tracked-twice": "an input that is one file",
    "data/weak-digest": "a project with all in order, for a release",
    "data/undeclared": "a project with all in order, for a release",
    "data/unpushed": "an LFS file, for a build",
    "data/no-remote": "a project with all in order, for a release",
    "data/large-file": "a project with all in order, for a release",
    "data/raw-under-lfs": "an LFS file, for a build",
    "data/lfs-pointer-loose": "an LFS file, for a build",
    "data/dvc-lock": "a project with all in order, for a release",
    "pipeline/configuration": "a project with all in order, for a release",
    "pipeline/entry-point": "a project with all in order, for a release",
    "pipeline/dependencies": "a project with all in order, for a release",
    "pipeline/lock-unpinned": "a project with all in order, for a release",
    "pipeline/lock-out-of-step": "a project with all in order, for a release",
    "pipeline/notebook-outputs": "a project with all in order, for a release",
    "pipeline/private-key": "a project with all in order, for a release",
  ]
}

extension RepositoryState {
  /// A project that uses everything the data and pipeline rules look at, and what spoils it.
  static let projects: [RepositoryState] = [
    .passed("a project with all in order, for a release", project + "save").commit().at(.release),
    .refused(
      "a project whose notebook has run", project + "sed -i s/null/7/ look.ipynb; save"
    ).commit().at(.release),
    .refused(
      "a project whose code moved on after dvc repro", project + "echo >>prepare.py; save"
    ).commit().at(.release),
    .refused(
      "a project whose requirements moved on", project + "echo pandas >>requirements.in; save"
    ).commit().at(.release),
    .refused(
      "a project that leaves a version open", project + "echo six >requirements.txt; save"
    ).commit().at(.release),
    .refused(
      "a project without its entry point",
      project + "git rm -qf --cached train.py; git commit -qm x"
    ).at(.release),
    .passed(
      "a file of git-annex",
      "git annex init -q x 2>../log; printf weights >w.bin; git annex add -q w.bin; git commit -qm w"
    ).needing("git-annex"),
  ]

  private static let project = #"""
    printf 'idna>=3\nsix\n' >requirements.in; printf 'idna==3.20\nsix==1.16.0\n' >requirements.txt
    printf '%s\n' '-----BEGIN PUBLIC KEY-----' MCowBQ== '-----END PUBLIC KEY-----' >key.pub
    printf '{"cells":[{"cell_type":"code","source":[],"metadata":{},"outputs":[],"execution_count":null}],"metadata":{},"nbformat":4,"nbformat_minor":5}' >look.ipynb
    mkdir raw; echo 1 >raw/a; manifest raw; echo /raw >>.gitignore; truncate -s 3M table.bin
    echo 'print(2)' >prepare.py
    printf 'stages:\n  prepare:\n    cmd: python3 prepare.py\n    deps: [prepare.py]\n' >dvc.yaml
    sum() { md5sum <$1 | cut -d' ' -f1; }
    printf "schema: '2.0'\nstages:\n  prepare:\n    cmd: python3 prepare.py\n    deps:\n    - path: prepare.py\n      hash: md5\n      md5: $(sum prepare.py)\n      size: 9\n" >dvc.lock
    cat >modelgate.yaml <<END
    version: 1
    data: { raw: { path: raw, manifest: raw.sha256 } }
    pipelines:
      train: { run: [python3, train.py, raw/a], data: [raw], model: m.onnx, dependencies: [requirements.txt] }
    gate: { rules: { pipeline/notebook-outputs: error } }
    END

    """#
}
