// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
public import SystemPackage

/// The options of every tool that works in a repository.
public struct CommonOptions: ConsoleOptions {
  @Option(
    name: .long, help: ArgumentHelp("Judge the repository that PATH lies in.", valueName: "path"))
  private var repo: String = "."

  @OptionGroup private var output: OutputOptions

  /// As the command line gave them.
  public init() {}

  /// Where to look for the repository.
  public var repository: FilePath { FilePath(repo) }

  /// The streams, as these options want them.
  public func console(_ tool: String) -> Console { output.console(tool) }
}
