; The scheme of Fedwright's links, and "Open with" for YAML files. SHCTX is the person's own part of the
; registry, or the machine's, as the installation is. No default program of anyone is taken.

!macro customInstall
  WriteRegStr SHCTX "Software\Classes\fedwright" "" "URL:Fedwright"
  WriteRegStr SHCTX "Software\Classes\fedwright" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\fedwright\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHCTX "Software\Classes\fedwright\shell\open\command" "" '"$appExe" "%1"'

  WriteRegStr SHCTX "Software\Classes\Fedwright.Project" "" "NVFlare project"
  WriteRegStr SHCTX "Software\Classes\Fedwright.Project\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHCTX "Software\Classes\Fedwright.Project\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHCTX "Software\Classes\.yml\OpenWithProgids" "Fedwright.Project" ""
  WriteRegStr SHCTX "Software\Classes\.yaml\OpenWithProgids" "Fedwright.Project" ""
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, i 0, i 0)'
!macroend

!macro customUnInstall
  DeleteRegKey SHCTX "Software\Classes\fedwright"
  DeleteRegKey SHCTX "Software\Classes\Fedwright.Project"
  DeleteRegValue SHCTX "Software\Classes\.yml\OpenWithProgids" "Fedwright.Project"
  DeleteRegValue SHCTX "Software\Classes\.yaml\OpenWithProgids" "Fedwright.Project"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, i 0, i 0)'
!macroend
