namespace ShiftLeft.Packages;

/// <summary>Why a package cannot be made.</summary>
sealed class PackageException(string message) : Exception(message);
