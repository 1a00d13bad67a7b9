// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Passes an interrupt on to a child's process group, so that the parent lives to clean up.
public enum Signals {
  // Written by a signal handler: plain words that fit one store, nothing else is safe there.
  nonisolated(unsafe) private static var group: pid_t = 0
  nonisolated(unsafe) private static var received: Int32 = 0

  /// The signal that arrived since `forward(to:)` was called; nil when none did.
  public static var interruption: Int32? {
    let signal = unsafe received
    return signal == 0 ? nil : signal
  }

  /// From now on SIGINT, SIGTERM and SIGHUP go to this process group instead of ending us.
  public static func forward(toGroup leader: Int32) {
    unsafe group = leader
    if let signal = interruption { kill(-leader, signal) }
  }

  private static let caught = [SIGINT, SIGTERM, SIGHUP]

  /// Begins to catch the signals; call it before the child starts, and `release` after it ended.
  public static func catchInterruptions() {
    unsafe received = 0
    for number in caught {
      _ = signal(number) { caught in
        // The interrupted code may be about to look at its own errno.
        let saved = errno
        unsafe Signals.received = caught
        if unsafe Signals.group > 0 { unsafe kill(-Signals.group, caught) }
        errno = saved
      }
    }
  }

  /// Lets the signals end this process again, as they do by default.
  public static func release() {
    unsafe group = 0
    for number in caught { signal(number, SIG_DFL) }
  }

  /// Ends whatever of the group is still running, and stops forwarding.
  public static func endGroup(_ leader: Int32) {
    unsafe group = 0
    kill(-leader, SIGKILL)
  }

  /// Ends one process at once.
  public static func end(_ process: Int32) {
    if process > 1 { kill(process, SIGKILL) }
  }

  /// Whether a child has ended; it stays there to be waited for.
  public static func hasEnded(child: Int32) -> Bool {
    var information = unsafe siginfo_t()
    let options = WEXITED | WNOHANG | WNOWAIT
    guard unsafe waitid(P_PID, id_t(child), &information, options) == 0 else { return true }
    return unsafe information.si_signo == SIGCHLD
  }
}
