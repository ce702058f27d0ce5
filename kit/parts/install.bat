@echo off
rem Plain ASCII, so that every code page reads it alike: what is said in Chinese comes from Python
rem or from a text file.
setlocal
cd /d "%~dp0"
set /p WANTED=<python.txt
set PYTHON=
py -%WANTED% -c "" >nul 2>nul && set PYTHON=py -%WANTED%
if not defined PYTHON python -c "" >nul 2>nul && set PYTHON=python
if not defined PYTHON goto none
%PYTHON% install.py %*
set RESULT=%ERRORLEVEL%
goto end
:none
chcp 65001 >nul
type no-python.txt
set RESULT=2
:end
if not defined XLTOOL_NO_PAUSE pause
exit /b %RESULT%
