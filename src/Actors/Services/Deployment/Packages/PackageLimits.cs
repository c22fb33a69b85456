namespace Actors.Services.Deployment.Packages;

/// <summary>How large a package may be.</summary>
/// <param name="Files">In it.</param>
/// <param name="PackedBytes">Of the zip.</param>
/// <param name="UnpackedBytes">Of all its files, counted as they are unpacked: what a zip says of itself may be a lie.</param>
internal sealed record PackageLimits(int Files, long PackedBytes, long UnpackedBytes);
