// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage

/// Keeps what a failed training printed: the room goes, the log stays.
struct KeptLog {
  let state: FilePath
  let invocation: Invocation

  /// Moves the log out of the room, and gives the error with the place where the log is now.
  func keep(_ log: FilePath, after error: any Error) -> any Error {
    guard let status = try? FileStatus(log) else { return error }
    let named = (error as? TrainingError)?.withLog
    // A program that never started, or data that was wrong before, has nothing to tell.
    guard named != nil || status.size > 0 else { return error }
    let logs = state.appending("logs")
    let kept = logs.appending("\(invocation).log")
    do {
      try Folder.create(logs)
      try Folder.rename(log, to: kept)
    } catch let loss {
      return Self.adding("# the training's log was not kept: \(loss.message)", to: error)
    }
    // The training went well and what it made is refused: its log may tell why.
    return named?(kept.printable) ?? Self.adding("less \(ShellWord.quote(kept))", to: error)
  }

  private static func adding(_ hint: String, to error: any Error) -> any Error {
    guard let error = error as? any ExplainedError else { return error }
    return Failure(error.message, hints: error.hints + [hint], status: error.status)
  }
}

extension TrainingError {
  /// How to say where the log is; nil for an error that does not speak of it.
  fileprivate var withLog: ((String) -> TrainingError)? {
    switch self {
    case .failed(let program, let how, _): { .failed(program: program, how: how, log: $0) }
    case .interrupted: { .interrupted(log: $0) }
    case .noModel(let path, let produced, _):
      { .noModel(path: path, produced: produced, log: $0) }
    case .noMetrics(let path, let produced, _):
      { .noMetrics(path: path, produced: produced, log: $0) }
    default: nil
    }
  }
}
