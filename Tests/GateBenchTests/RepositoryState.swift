// SPDX-License-Identifier: Apache-2.0

import Findings
import GateRules

/// A state that a repository can be in, and what a careful engineer would say of it.
struct RepositoryState: Sendable {
  /// How the gate is asked.
  enum Subject: Sendable {
    /// In this process, without any `GIT_*` variable.
    case library(GateRequest.Mode)
    /// The tool, with variables in its environment; `$ROOT` and `$BASE` stand for the repository
    /// and the folder around it.
    case tool([String: String], [String])
    /// A line of POSIX shell, whose status is the verdict.
    case shell(String)
  }

  let name: String
  let verdict: Verdict
  /// Lines of POSIX shell, run in a repository with one commit; they leave the state behind.
  var script: String
  var preset = Preset.develop
  var inputs: [String] = []
  /// Where the gate is started, from the root.
  var start = ""
  var subject = Subject.library(.worktree)
  /// The program without which the state cannot be made.
  var needs: String?

  static func passed(_ name: String, _ script: String) -> RepositoryState {
    RepositoryState(name: name, verdict: .passed, script: script)
  }

  static func refused(_ name: String, _ script: String) -> RepositoryState {
    RepositoryState(name: name, verdict: .refused, script: script)
  }

  static func undecided(_ name: String, _ script: String) -> RepositoryState {
    RepositoryState(name: name, verdict: .couldNotJudge, script: script)
  }

  func at(_ preset: Preset) -> RepositoryState { changed { $0.preset = preset } }
  func reading(_ inputs: String...) -> RepositoryState { changed { $0.inputs = inputs } }
  func from(_ start: String) -> RepositoryState { changed { $0.start = start } }
  func commit(_ revision: String = "HEAD") -> RepositoryState {
    changed { $0.subject = .library(.commit(revision)) }
  }
  func tool(_ variables: [String: String], _ arguments: String...) -> RepositoryState {
    changed { $0.subject = .tool(variables, arguments) }
  }
  func asking(_ line: String) -> RepositoryState { changed { $0.subject = .shell(line) } }
  /// The same state, made after further lines of shell.
  func after(_ lines: String) -> RepositoryState { changed { $0.script = lines + $0.script } }
  func needing(_ program: String) -> RepositoryState { changed { $0.needs = program } }

  private func changed(_ change: (inout RepositoryState) -> Void) -> RepositoryState {
    var copy = self
    change(&copy)
    return copy
  }

  /// What every script starts with: an ordinary repository, and words for what many states share.
  static let prelude = #"""
    mkdir -p data sub
    printf 'a,b\n1,2\n' >data/a.csv; printf 'a,b\n3,4\n' >data/b.csv
    printf 'print(1)\n' >train.py; printf 'x\n' >sub/x; printf '*.tmp\n' >.gitignore
    git add -A; git commit -qm base
    save() { git add -A; git commit -qm "${1:-save}"; }
    # Same size, same modification time, other bytes.
    swap() { touch -r "$1" ../stamp; printf '%s' "$2" >"$1"; touch -r ../stamp "$1"; }
    evil() { swap data/a.csv "$(printf 'a,b\n9,9')
    "; }
    settle() { touch -d '2 hours ago' "$@"; sleep 0.06; git update-index --really-refresh -q; }
    publish() { git init -q --bare ../up; git remote add origin ../up; git push -q origin main; }
    lfs() { git lfs install --local --skip-repo >/dev/null; }
    manifest() { (cd "$1" && LC_ALL=C find . -type f | sed 's,^\./,,' | LC_ALL=C sort |
      xargs sha256sum) >"$1.sha256"; }

    """#
}
