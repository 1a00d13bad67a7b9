// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
public import Findings

/// A build that did not get to a model.
public enum TrainingError: ExplainedError {
  /// The tree holds a name that git itself refuses.
  case forbiddenName(RelativePath)
  /// The tree holds a submodule, which a clean room cannot fill.
  case submodule(RelativePath)
  /// A symbolic link in the tree leads out of it.
  case linkLeavesTree(RelativePath, target: String)
  /// The program cannot be started.
  case cannotStart(program: String, reason: String)
  /// The program said no, or was ended by a signal.
  case failed(program: String, how: String, log: String)
  /// The user interrupted.
  case interrupted(log: String)
  /// Nothing stands where the model should.
  case noModel(path: String, produced: [String], log: String)
  /// What stands there is no regular file of its own.
  case modelUnfit(path: String, reason: String)
  /// Nothing stands where the metrics should.
  case noMetrics(path: String, produced: [String], log: String)
  /// What stands there cannot be kept as metrics.
  case metricsUnfit(path: String, reason: String)
  /// Data in the clean room is not what the manifest says.
  case dataDiffers(dataset: String, when: String, details: [String])
  /// The content of an LFS pointer is neither in the store nor in the worktree.
  case largeFileMissing(RelativePath, Digest)
  /// The content of an annexed file of the pipeline's data is neither in the store nor in the
  /// worktree.
  case annexedFileMissing(RelativePath, key: String)
  /// There is no such pipeline.
  case unknownPipeline(String, known: [String])
  /// The configuration says nothing to build.
  case nothingToBuild(reason: String)

  /// What failed.
  public var message: String {
    switch self {
    case .forbiddenName(let path): "the commit's tree holds the forbidden name '\(path)'"
    case .submodule(let path):
      "the commit's tree holds the submodule '\(path)', which a clean room cannot fill"
    case .linkLeavesTree(let path, let target):
      "the symbolic link '\(path)' leads out of the tree, to '\(target)'"
    case .cannotStart(let program, let reason): "cannot start '\(program)': \(reason)"
    case .failed(let program, let how, let log):
      "the training '\(program)' \(how); its log is '\(log)'"
    case .interrupted(let log): "interrupted; the training's log is '\(log)'"
    case .noModel(let path, let produced, let log):
      Self.missing("model '\(path)'", produced, log)
    case .modelUnfit(let path, let reason): "the model '\(path)' \(reason)"
    case .noMetrics(let path, let produced, let log):
      Self.missing("file of metrics '\(path)'", produced, log)
    case .metricsUnfit(let path, let reason): "the file of metrics '\(path)' \(reason)"
    case .dataDiffers(let dataset, let when, let details):
      (["the data of '\(dataset)' is not what its manifest says, \(when)"] + details)
        .joined(separator: "\n  ")
    case .largeFileMissing(let path, let digest):
      "the content of the LFS file '\(path)', \(digest), is not here"
    case .annexedFileMissing(let path, let key):
      "the content of the annexed file '\(path)', \(key), is not here"
    case .unknownPipeline(let name, let known):
      "there is no pipeline '\(name)' in 'modelgate.yaml'"
        + (known.isEmpty ? "" : "; it has: " + known.joined(separator: ", "))
    case .nothingToBuild(let reason): reason
    }
  }

  private static func missing(_ what: String, _ produced: [String], _ log: String) -> String {
    "the training made no \(what)"
      + (produced.isEmpty ? "" : "; it made: " + produced.joined(separator: ", "))
      + "; its log is '\(log)'"
  }

  /// What to type.
  public var hints: [String] {
    switch self {
    case .submodule(let path):
      [
        "git rm --cached -- \(ShellWord.pathspec(path))   # and add its files, or declare it as data"
      ]
    case .linkLeavesTree(let path, _):
      ["git rm -- \(ShellWord.pathspec(path))   # and declare what it leads to as data"]
    case .failed(_, _, let log), .noModel(_, _, let log), .noMetrics(_, _, let log):
      ["less \(ShellWord.quote(log))"]
    case .modelUnfit: ["write the model to \"$MODELGATE_OUTPUT\""]
    case .dataDiffers: ["modelgate data verify"]
    case .largeFileMissing(let path, _):
      ["git lfs pull --include \(ShellWord.quote(bytes: path.bytes))"]
    case .annexedFileMissing(let path, _): ["git annex get -- \(ShellWord.quote(path))"]
    default: []
    }
  }

  /// A training that fails is a no; a repository that cannot be exported is no answer.
  public var status: ExitStatus {
    switch self {
    case .failed, .noModel, .modelUnfit, .noMetrics, .metricsUnfit, .dataDiffers, .cannotStart,
      .largeFileMissing,
      .annexedFileMissing:
      .refused
    case .forbiddenName, .submodule, .linkLeavesTree: .couldNotJudge
    case .interrupted: .interrupted
    case .unknownPipeline: .usage
    case .nothingToBuild: .badConfiguration
    }
  }
}
