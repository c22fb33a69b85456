#!/usr/bin/env bash
# The same commands as in README.md, in order. build.ps1 is its twin.
set -euo pipefail
cd "$(dirname "$0")"
dotnet restore Actors.sln --locked-mode
dotnet build Actors.sln -c Release --no-restore
dotnet test Actors.sln -c Release --no-build
