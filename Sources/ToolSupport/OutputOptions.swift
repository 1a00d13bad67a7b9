// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser

/// Options that say how much a tool says, and in which colours.
public protocol ConsoleOptions: ParsableArguments {
  /// The streams, as these options want them.
  func console(_ tool: String) -> Console
}

/// The options of every tool, also of those that judge no repository.
public struct OutputOptions: ConsoleOptions {
  /// When colours are used.
  public enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// On a terminal, unless `NO_COLOR` is set (<https://no-color.org>).
    case auto
    /// Also in a pipe.
    case always
    /// Nowhere.
    case never
  }

  @Flag(name: [.long, .customShort("q")], help: "Say only results and errors.")
  private var quiet = false

  @Option(name: .long, help: ArgumentHelp("Use colors: auto, always or never.", valueName: "when"))
  private var color: ColorChoice = .auto

  /// As the command line gave them.
  public init() {}

  /// The streams, as these options want them.
  public func console(_ tool: String) -> Console {
    Console(tool: tool, isQuiet: quiet, hasColor: Terminal.wantsColor(color))
  }
}
