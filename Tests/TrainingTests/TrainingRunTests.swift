// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage
import TestSupport
import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The training program: watched to its end, and nothing of it left afterwards.
@Suite struct TrainingRunTests {
  /// Runs shell lines as a training in a folder; its log is `log` there.
  private static func run(_ lines: String, in folder: FilePath) async throws -> String {
    let training = TrainingRun(
      command: ["/bin/sh", "-c", lines],
      environment: ["PATH": "/usr/bin:/bin", "MODELGATE_OUTPUT": folder.string],
      directory: folder, log: folder.appending("log"))
    try await training.run { _ in }
    return String(decoding: try SmallFile.read(training.log, limit: 1 << 20), as: UTF8.self)
  }

  @Test func bothOutputsAreLogged() async throws {
    let scratch = try ScratchFolder()
    #expect(try await Self.run("echo one; echo two >&2", in: scratch.path) == "one\ntwo\n")
  }

  @Test(arguments: [
    ("exit 3", "failed with exit status 3"), ("kill -9 $$", "was ended by signal 9"),
  ])
  func aFailureSaysHowAndNamesTheLog(lines: String, how: String) async throws {
    let scratch = try ScratchFolder()
    let error = await #expect(throws: TrainingError.self) {
      try await Self.run("echo why; \(lines)", in: scratch.path)
    }
    let message = try #require(error?.message)
    #expect(message.contains(how) && message.hasSuffix("its log is '\(scratch.path)/log'"))
    #expect(error?.status == .refused)
    #expect(try SmallFile.read(scratch.path.appending("log"), limit: 99) == Array("why\n".utf8))
  }

  /// Attack 29: what the training leaves behind would swap the model before it is stamped.
  ///
  /// A daemon also keeps the output open, and would write to the model for ever.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "sh -c 'while :; do echo x >> model; done' &",
      "setsid sh -c 'while :; do echo x >> model; done' &",
      "setsid nohup sh -c 'cd /; trap \"\" HUP TERM INT; while :; do echo x >> $0/model; done' $PWD &",
    ])
  func whatIsLeftBehindIsEnded(daemon: String) async throws {
    let scratch = try ScratchFolder()
    let log = try await Self.run(
      "\(daemon)\nwhile [ ! -s model ]; do sleep 0.01; done; echo done", in: scratch.path)
    #expect(log.hasSuffix("done\n"))
    let model = scratch.path.appending("model")
    let before = try FileStatus(model)
    try await Task.sleep(for: .milliseconds(200))
    #expect(try FileStatus(model) == before)
  }

  @Test(arguments: [SIGINT, SIGTERM]) func anInterruptIsPassedOnAndReported(number: Int32)
    async throws
  {
    let scratch = try ScratchFolder()
    let values = [scratch.path.string, String(number)]
    await #expect(processExitsWith: .exitCode(130)) { [values = values as [String]] in
      let folder = FilePath(values[0])
      Task.detached {
        while (try? FileStatus(folder.appending("ready"))) == nil {
          try await Task.sleep(for: .milliseconds(5))
        }
        kill(getpid(), Int32(values[1]) ?? 0)
      }
      do {
        _ = try await Self.run(
          "trap 'echo caught; exit 0' INT TERM; : > ready; while :; do sleep 0.02; done",
          in: folder)
      } catch let error as TrainingError {
        exit(error.status.rawValue)
      }
    }
    // The shell itself may say first that its `sleep` was ended.
    let log = try SmallFile.read(scratch.path.appending("log"), limit: 999)
    #expect(String(decoding: log, as: UTF8.self).hasSuffix("caught\n"))
  }

  @Test func aProgramThatIsNotThereIsNamed() async throws {
    let scratch = try ScratchFolder()
    let training = TrainingRun(
      command: ["no-such-program"], environment: ["PATH": "/usr/bin"], directory: scratch.path,
      log: scratch.path.appending("log"))
    let error = await #expect(throws: TrainingError.self) { try await training.run { _ in } }
    #expect(error?.message.hasPrefix("cannot start 'no-such-program': ") == true)
  }
}
