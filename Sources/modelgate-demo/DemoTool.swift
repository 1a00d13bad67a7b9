// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Findings
import SystemPackage
import ToolSupport

@main
struct DemoTool: ToolRoot, Tool {
  static let toolName = "modelgate-demo"
  static let configuration = CommandConfiguration(
    commandName: toolName,
    abstract: "Show the whole way to a verified model, in a throw-away repository.",
    discussion: """
      Makes a folder with a repository, data and a training, and runs git and modelgate there: \
      a refused build, a build, and the audit of the model, unchanged and changed. Each command \
      is printed before it runs. Your own git settings and keys are neither read nor changed. \
      The folder is left for you to look at. Exits 0 when everything went as told, else 1.
      """,
    version: Version.current)

  @Option(
    help: ArgumentHelp("Work in this folder, which must be new or empty.", valueName: "path"))
  var dir: String?

  @OptionGroup var common: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let stage = try await Stage.prepare(in: dir.map { FilePath($0) }, Environment.current)
    let story = Story(stage)
    for scene in story.scenes {
      if !console.isQuiet { console.result("\n# " + scene.text + "\n") }
      for step in scene.steps { try await play(step, on: stage, console) }
    }
    console.result(story.farewell)
    return .passed
  }

  /// Runs one command, and holds the story to its word.
  private func play(_ step: Step, on stage: Stage, _ console: Console) async throws {
    if !console.isQuiet { console.result("$ " + step.command) }
    let (output, status) = try await stage.run(step.command)
    if !console.isQuiet { console.result(output, terminator: "") }
    guard status == step.status else {
      throw Failure(
        "'\(step.command)' ended with status \(status), not \(step.status)"
          + (console.isQuiet ? ":\n\(output)" : ""),
        hints: ["cd '\(stage.repository.printable)'"], status: .refused)
    }
  }
}
