#!/usr/bin/env pwsh
# The same commands as in README.md, in order. build.sh is its twin.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location $PSScriptRoot
dotnet restore Actors.sln --locked-mode
dotnet build Actors.sln -c Release --no-restore
dotnet test Actors.sln -c Release --no-build
